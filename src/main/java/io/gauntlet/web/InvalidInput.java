package io.gauntlet.web;

import io.gauntlet.kernel.FieldProblem;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says which fields and parameters of a request are wrong, without repeating their values. */
final class InvalidInput {

    private static final String CHECK = "Check the field and send the request again.";

    private InvalidInput() {}

    static Failure explain(BindException binding) {
        return fields(
                binding.getFieldErrors().stream().map(InvalidInput::problem).toList());
    }

    static Failure explain(HandlerMethodValidationException validation) {
        return fields(validation.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new FieldProblem(
                                error instanceof FieldError field
                                        ? field.getField()
                                        : String.valueOf(
                                                result.getMethodParameter().getParameterName()),
                                sentence(error.getDefaultMessage()),
                                CHECK)))
                .toList());
    }

    static Failure explain(ConstraintViolationException violation) {
        return fields(violation.getConstraintViolations().stream()
                .map(found -> new FieldProblem(found.getPropertyPath().toString(), sentence(found.getMessage()), CHECK))
                .toList());
    }

    static Failure explain(MethodArgumentTypeMismatchException mismatch) {
        return Failure.field(
                ProblemType.MALFORMED,
                mismatch.getName(),
                "The value of '" + mismatch.getName() + "' has the wrong form.",
                CHECK);
    }

    static Failure explain(ServletRequestBindingException missing) {
        var detail = missing.getBody().getDetail();
        return Failure.of(ProblemType.MALFORMED, detail == null ? "A parameter is missing." : detail);
    }

    private static Failure fields(List<FieldProblem> problems) {
        return Failure.of(ProblemType.INVALID, "Some fields are not as they have to be.", problems);
    }

    private static FieldProblem problem(FieldError error) {
        return error.isBindingFailure()
                ? new FieldProblem(error.getField(), "The value has the wrong form.", CHECK)
                : new FieldProblem(error.getField(), sentence(error.getDefaultMessage()), CHECK);
    }

    private static String sentence(@Nullable String message) {
        return message == null || message.isBlank() ? "The value is not allowed." : "The value " + message + ".";
    }
}
