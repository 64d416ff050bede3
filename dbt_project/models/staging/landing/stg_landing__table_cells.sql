with

source as (

    select * from {{ source('landing', 'table_cells') }}

),

renamed as (

    select
        -- identity
        cell_id,
        table_id,
        document_id,

        -- place
        char_start,
        char_end,

        -- facts
        row_number,
        column_number,
        is_header,
        is_total,
        row_label,
        column_label,
        cell_text

    from source

)

select * from renamed
