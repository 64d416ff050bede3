{#- What is wrong with rows of `known_defects`. -#}

{#- One row for each that says nothing that can be done. It reads the seed alone, so that dbt tests
    it before any record is corrected. -#}
{% macro impossible_defects(defects) -%}
    with

    settable as (

        select
            null as kind,
            null as column_name,
            null as data_type,
            null as is_required
        where 1 = 0
    {%- for kind, shape in var('correctable').items() %}
        {%- for column, data_type in settable_columns(kind).items() %}
            union all
            select
                '{{ kind }}' as kind,
                '{{ column }}' as column_name,
                '{{ data_type }}' as data_type,
                {{ 1 if column in shape.required else 0 }} as is_required
        {%- endfor %}
    {%- endfor %}

    ),

    dropped as (

        select
            kind,
            record_id
        from {{ defects }}
        where action = 'drop'

    ),

    judged as (

        select
            defects.kind,
            defects.record_id,
            defects.column_name,
            case
                when
                    coalesce(defects.kind, '') not in (
                        '{{ var('correctable') | join("', '") }}'
                    )
                    then 'unknown kind; known are {{ var('correctable') | join(', ') }}'
                when coalesce(defects.action, '') not in ('drop', 'set')
                    then 'the action must be drop or set'
                when
                    defects.action = 'drop'
                    and (defects.column_name is not null or defects.corrected_value is not null)
                    then 'a drop names neither a column nor a value'
                when defects.action = 'drop' and defects.kind = 'documents'
                    then 'a document cannot be dropped; take it from its source'
                when defects.action = 'set' and settable.column_name is null
                    then case defects.kind
    {%- for kind in var('correctable') %}
        {%- set columns = settable_columns(kind) | join(', ') %}
                        when '{{ kind }}'
                            then 'no column that can be set; these can: {{ columns or "none" }}'
    {%- endfor %}
                    end
                when dropped.record_id is not null and defects.action = 'set'
                    then 'another row drops the same record'
                when settable.is_required = 1 and defects.corrected_value is null
                    then 'this column must have a value'
    {%- for data_type in ('bigint', 'boolean', 'date', 'double') %}
                when
                    settable.data_type = '{{ data_type }}'
                    and defects.corrected_value is not null
                    and {{ try_to_cast('defects.corrected_value', data_type) }} is null
                    then 'the value is no {{ data_type }}'
    {%- endfor %}
                when
                    defects.record_id is null
                    or defects.reason is null
                    or defects.recorded_on is null
                    or defects.source is null
                    or defects.is_verified is null
                    then 'record_id, reason, recorded_on, source and is_verified must be given'
            end as what_is_wrong
        from {{ defects }} as defects
        left join settable
            on defects.kind = settable.kind and defects.column_name = settable.column_name
        left join dropped
            on defects.kind = dropped.kind and defects.record_id = dropped.record_id

    )

    select * from judged
    where what_is_wrong is not null
{%- endmacro %}


{#- One row for each that sets a coded column to a value that is not of its vocabulary. -#}
{% macro defects_of_unknown_codes(defects) -%}
    with

    coded as (

        select
            kind,
            record_id,
            column_name,
            corrected_value,
            null as vocabulary_name
        from {{ defects }}
        where 1 = 0
    {%- for kind, shape in var('correctable').items() %}
        {%- for column in settable_columns(kind) %}
            union all
            select
                kind,
                record_id,
                column_name,
                corrected_value,
                '{{ shape.get('codes', {}).get(column, column) }}' as vocabulary_name
            from {{ defects }}
            where
                kind = '{{ kind }}'
                and column_name = '{{ column }}'
                and corrected_value is not null
        {%- endfor %}
    {%- endfor %}

    )

    select
        coded.kind,
        coded.record_id,
        coded.column_name,
        coded.corrected_value as unknown_code
    from coded
    left join {{ ref('vocabularies') }} as vocabularies
        on
            coded.vocabulary_name = vocabularies.vocabulary_name
            and coded.corrected_value = vocabularies.allowed_value
    where
        vocabularies.allowed_value is null
        and coded.vocabulary_name in (select vocabulary_name from {{ ref('vocabularies') }})
{%- endmacro %}
