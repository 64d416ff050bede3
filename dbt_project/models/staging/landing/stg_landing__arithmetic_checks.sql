with

source as (

    select * from {{ source('landing', 'arithmetic_checks') }}

),

renamed as (

    select
        -- identity
        check_id,
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
        check_type,
        stated_value,
        computed_value,
        tolerance,
        agrees

    from source

)

select * from renamed
