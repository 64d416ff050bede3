{#- An address as it stands for a page in every language: what names English or Welsh is taken
    out. Nested `replace` works on every engine; regular expressions do not. -#}
{% macro address_without_language(source_uri) -%}
    {%- set address = namespace(sql='lower(' ~ source_uri ~ ')') -%}
    {%- for mark, rest in var('language_marks') -%}
        {%- set address.sql = "replace(" ~ address.sql ~ ", '" ~ mark ~ "', '" ~ rest ~ "')" -%}
    {%- endfor -%}
    {{ address.sql }}
{%- endmacro %}
