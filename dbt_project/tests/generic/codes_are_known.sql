{#- Every code stands in the seed `vocabularies` under its vocabulary; null is no code.
    `codes` maps a column to the name of its vocabulary; one failing row for each unknown code. -#}
{% test codes_are_known(model, codes) %}

    {%- for column, vocabulary_name in codes.items() %}
    select
        '{{ column }}' as column_name,
        '{{ vocabulary_name }}' as vocabulary_name,
        coded.{{ column }} as unknown_code,
        count(*) as row_count
    from {{ model }} as coded
    left join {{ ref('vocabularies') }} as vocabularies
        on
            vocabularies.vocabulary_name = '{{ vocabulary_name }}'
            and coded.{{ column }} = vocabularies.allowed_value
    where coded.{{ column }} is not null and vocabularies.allowed_value is null
    group by coded.{{ column }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}

{% endtest %}
