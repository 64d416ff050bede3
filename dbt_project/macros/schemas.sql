{% macro generate_schema_name(custom_schema_name, node) %}
    {#- A folder's schema is its own name (marts), not one behind the target's (main_marts). -#}
    {{- (custom_schema_name or target.schema) | trim -}}
{% endmacro %}


{% macro drop_passed_tests(results) %}
    {#- A passed test stores an empty relation, and what a warning is about stands in a mart: an
        analyst should not have to look past either. -#}
    {%- if execute -%}
        {%- for result in results -%}
            {%- if result.node.resource_type == 'test' and result.status in ('pass', 'warn')
                and result.node.relation_name -%}
                {%- do run_query('drop table if exists ' ~ result.node.relation_name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
