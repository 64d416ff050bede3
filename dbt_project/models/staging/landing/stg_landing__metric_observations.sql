with

source as (

    select * from {{ source('landing', 'metric_observations') }}

),

renamed as (

    select
        -- identity
        observation_id,
        document_id,
        table_id,

        -- evidence
        section_id,
        speaker,
        quoted_text,
        sentence_text,
        char_start,
        char_end,
        page_number,

        -- facts
        metric_id,
        measured,
        value,
        value_high,
        unit_code,
        qualifier,
        change_direction,
        observation_role,
        scope,
        period_start,
        period_end,
        period_text,
        period_precision,
        origin,
        row_label,
        column_label,
        is_total

    from source

)

select * from renamed
