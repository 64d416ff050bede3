with

source as (

    select * from {{ source('landing', 'rejections') }}

),

renamed as (

    select
        -- identity
        source_uri,
        folder_uri,
        document_id,
        raw_sha256,
        refresh_id,

        -- reason
        stage,
        reason_code,
        message,

        -- provenance
        byte_count,
        modified_ns

    from source

)

select * from renamed
