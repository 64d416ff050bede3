{#- The landed records of a kind as a person has corrected them: those of a `drop` are gone, a
    `set` stands in place of what was parsed. What may be set, and the types, are the variable
    `correctable`; evidence is none of it. The whole body of a model. -#}
{% macro corrected(kind) -%}
    {%- set shape = var('correctable')[kind] -%}
    {%- set types = settable_columns(kind) -%}
    {%- set evidence = [] if kind == 'documents' else var('evidence') -%}
    with

    records as (

        select * from {{ ref('stg_landing__' ~ kind) }}

    ),

    defects as (

        select
            record_id,
    {%- for column in types %}
            max(case when column_name = '{{ column }}' then 1 else 0 end) as sets_{{ column }},
            max(case when column_name = '{{ column }}' then corrected_value end) as new_{{ column }},
    {%- endfor %}
            max(case when action = 'drop' then 1 else 0 end) as drops
        from {{ ref('known_defects') }}
        where kind = '{{ kind }}'
        group by record_id

    )

    select
        records.{{ shape.key }},
    {%- for column in evidence + shape.kept %}
        records.{{ column }},
    {%- endfor %}
    {%- for column, data_type in types.items() %}
        case
            when defects.sets_{{ column }} = 1
                then cast(defects.new_{{ column }} as {{ api.Column.translate_type(data_type) }})
            else records.{{ column }}
        end as {{ column }},
    {%- endfor %}
        (
            1 = 0
    {%- for column, data_type in types.items() %}
            or (
                coalesce(defects.sets_{{ column }} = 1, false)
                and records.{{ column }} is distinct from
                cast(defects.new_{{ column }} as {{ api.Column.translate_type(data_type) }})
            )
    {%- endfor %}
        ) as is_corrected
    from records
    left join defects on records.{{ shape.key }} = defects.record_id
    where coalesce(defects.drops, 0) = 0
{%- endmacro %}


{#- Columns of a kind that a row of `known_defects` may set, with their types. -#}
{% macro settable_columns(kind) %}
    {%- set shape = var('correctable')[kind] -%}
    {%- set types = {} -%}
    {%- do types.update(shape.required) -%}
    {%- do types.update(shape.optional) -%}
    {{ return(types) }}
{% endmacro %}


{#- The rows of `known_defects` of a kind beside the landed records that they name: what was
    parsed and what is set, both as text. -#}
{% macro matched_defects(kind) -%}
    {%- set shape = var('correctable')[kind] -%}
    select
        defects.kind,
        defects.record_id,
        defects.action,
        defects.column_name,
        defects.reason,
        defects.recorded_on,
        defects.source,
        defects.is_verified,
        records.document_id,
        case defects.column_name
    {%- for column, data_type in settable_columns(kind).items() %}
            when '{{ column }}' then {{ as_text('records.' ~ column, data_type) }}
    {%- endfor %}
            when '' then null
        end as parsed_value,
        case defects.column_name
    {%- for column, data_type in settable_columns(kind).items() %}
            when '{{ column }}'
                then {{ as_text(
                    'cast(defects.corrected_value as ' ~ api.Column.translate_type(data_type) ~ ')',
                    data_type
                ) }}
    {%- endfor %}
            when '' then null
        end as corrected_value
    from {{ ref('known_defects') }} as defects
    left join {{ ref('stg_landing__' ~ kind) }} as records
        on defects.record_id = records.{{ shape.key }}
    where defects.kind = '{{ kind }}'
{%- endmacro %}
