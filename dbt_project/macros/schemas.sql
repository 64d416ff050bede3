{% macro generate_schema_name(custom_schema_name, node) %}
    {#- A folder's schema is its own name (marts), not one behind the target's (main_marts). -#}
    {{- (custom_schema_name or target.schema) | trim -}}
{% endmacro %}
