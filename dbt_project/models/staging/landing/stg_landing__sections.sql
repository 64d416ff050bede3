with

source as (

    select * from {{ source('landing', 'sections') }}

),

renamed as (

    select
        -- identity
        section_id,
        document_id,

        -- place
        speaker,
        char_start,
        char_end,

        -- facts
        ordinal,
        level,
        heading

    from source

)

select * from renamed
