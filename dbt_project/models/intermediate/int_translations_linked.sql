{{ config(materialized='table') }}

with

documents as (

    select
        document_id,
        force_id,
        language,
        word_count,
        number_fingerprint,
        {{ address_without_language('source_uri') }} as address
    from {{ ref('int_documents_kept') }}
    where force_id is not null and language <> 'und'

),

marks as (

    select
        document_id,
        force_id,
        language,
        word_count,
        'address' as mark_type,
        address as mark
    from documents

    union all

    select
        document_id,
        force_id,
        language,
        word_count,
        'numbers' as mark_type,
        number_fingerprint as mark
    from documents
    where number_fingerprint is not null

),

-- A mark that two documents of one language have tells neither of them.
telling as (

    select
        force_id,
        language,
        mark_type,
        mark,
        min(document_id) as document_id,
        min(word_count) as word_count
    from marks
    group by force_id, language, mark_type, mark
    having count(*) = 1

),

linked as (

    select
        translations.document_id,
        min(case when translations.mark_type = 'address' then english.document_id end)
            as of_address,
        min(case when translations.mark_type = 'numbers' then english.document_id end)
            as of_numbers
    from telling as translations
    inner join telling as english
        on
            translations.force_id = english.force_id
            and translations.mark_type = english.mark_type
            and translations.mark = english.mark
    where
        translations.language <> 'en'
        and english.language = 'en'
        and translations.word_count
        between english.word_count / {{ var('translation_length_ratio') }}
        and english.word_count * {{ var('translation_length_ratio') }}
    group by translations.document_id

)

select
    document_id,
    coalesce(of_address, of_numbers) as translation_of
from linked
