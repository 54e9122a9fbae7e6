CREATE TABLE audit_entry (
    seq          bigint PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor        text        NOT NULL,
    action       text        NOT NULL,
    subject_type text        NOT NULL,
    subject      text        NOT NULL,
    details      text        NOT NULL,
    previous     text        NOT NULL,
    hash         text        NOT NULL
);
CREATE INDEX audit_entry_subject ON audit_entry (subject_type, subject, seq);

CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are neither changed nor deleted';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_is_append_only();
