{#- The columns together name one row: no value of them stands twice, none is null.
    `may_be_null` lists those of them in which null is a value of its own. -#}
{% test is_key(model, columns, may_be_null=[]) %}

    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        or {{ columns | reject('in', may_be_null) | join(' is null or ') }} is null

{% endtest %}
