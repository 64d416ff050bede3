with

source as (

    select * from {{ source('landing', 'tables') }}

),

renamed as (

    select
        -- identity
        table_id,
        document_id,

        -- place
        section_id,
        char_start,
        char_end,

        -- facts
        ordinal,
        caption,
        table_shape,
        row_count,
        column_count

    from source

)

select * from renamed
