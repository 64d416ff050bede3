with

source as (

    select * from {{ source('landing', 'commitments') }}

),

renamed as (

    select
        -- identity
        commitment_id,
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
        actor,
        strength,
        commitment_text,
        due_on,
        due_precision,
        due_text

    from source

)

select * from renamed
