with

source as (

    select * from {{ source('landing', 'rejections') }}

),

renamed as (

    select
        -- identity
        source_uri,
        page_uri,
        address_uri,
        folder_uri,
        document_id,
        raw_sha256,
        received_sha256,
        refresh_id,

        -- reason
        stage,
        reason_code,
        message,

        -- declared in sources.yml
        force_id,
        publisher_name,
        licence_note,

        -- provenance
        byte_count,
        modified_ns

    from source

)

select * from renamed
