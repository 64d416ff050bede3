{#- The mart holds each landed row of a kept document (current, no copy) that nobody has dropped in
    `known_defects`, and no other row; with the mart's key this makes the counts equal. One failing
    row for each row that is missing or too many. -#}
{% test holds_every_landed_row(model, landed, key) %}

    with

    landed as (

        select rows_landed.{{ key }}
        from {{ landed }} as rows_landed
        inner join {{ ref('int_documents_kept') }} as documents
            on rows_landed.document_id = documents.document_id
        left join {{ ref('known_defects') }} as drops
            on
                drops.kind = '{{ landed.identifier.removeprefix('stg_landing__') }}'
                and drops.action = 'drop'
                and rows_landed.{{ key }} = drops.record_id
        where drops.record_id is null

    ),

    held as (

        select {{ key }} from {{ model }}

    )

    select
        coalesce(landed.{{ key }}, held.{{ key }}) as {{ key }},
        case
            when held.{{ key }} is null then 'landed, not in the mart'
            else 'in the mart, not landed'
        end as what_is_wrong
    from landed
    full outer join held on landed.{{ key }} = held.{{ key }}
    where landed.{{ key }} is null or held.{{ key }} is null

{% endtest %}
