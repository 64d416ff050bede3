{#- Every value of each column stands in the table that it refers to; null refers to nothing.
    `references` is a list of {column, to, field}, the field named only where it differs from
    the column; one failing row for each value not found. -#}
{% test refers_to(model, references) %}

    {%- for reference in references %}
    {%- set field = reference.field or reference.column %}
    select
        '{{ reference.column }}' as column_name,
        '{{ reference.to.identifier }}' as missing_from,
        facts.{{ reference.column }} as missing_value,
        count(*) as row_count
    from {{ model }} as facts
    left join {{ reference.to }} as parents
        on facts.{{ reference.column }} = parents.{{ field }}
    where
        facts.{{ reference.column }} is not null
        and parents.{{ field }} is null
    group by facts.{{ reference.column }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}

{% endtest %}
