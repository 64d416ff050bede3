with

source as (

    select * from {{ source('landing', 'source_findings') }}

),

renamed as (

    select
        -- identity
        finding_id,
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
        finding_type,
        stated_value,
        computed_value,
        difference,
        explanation,
        other_quoted_text,
        other_sentence_text,
        other_char_start,
        other_char_end

    from source

)

select * from renamed
