with

source as (

    select * from {{ source('landing', 'recommendation_answers') }}

),

renamed as (

    select
        -- identity
        answer_id,
        document_id,

        -- evidence
        section_id,
        speaker,
        quoted_text,
        sentence_text,
        char_start,
        char_end,
        page_number,

        -- facts
        inspection_report_id,
        ordinal,
        finding_type,
        addressed_to,
        recommendation_text,
        answer_text,
        action_status,
        acceptance,
        recommendation_char_start,
        recommendation_char_end

    from source

)

select * from renamed
