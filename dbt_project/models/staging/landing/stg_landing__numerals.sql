with

source as (

    select * from {{ source('landing', 'numerals') }}

),

renamed as (

    select
        -- identity
        document_id,
        context_fingerprint,

        -- facts
        numeral_text

    from source

)

select * from renamed
