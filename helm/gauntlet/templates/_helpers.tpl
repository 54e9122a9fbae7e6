{{- define "gauntlet.labels" -}}
app.kubernetes.io/name: gauntlet
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}
{{- define "gauntlet.selector" -}}
app.kubernetes.io/name: gauntlet
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
