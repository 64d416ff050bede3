-- What a copy or a translation refers to is current, is no copy itself, and is of its force
-- (a copy may name none); a translation is of another language, a copy of the same one.
select
    documents.document_id,
    documents.same_text_as,
    documents.translation_of
from {{ ref('dim_documents') }} as documents
left join {{ ref('dim_documents') }} as kept
    on coalesce(documents.same_text_as, documents.translation_of) = kept.document_id
where
    coalesce(documents.same_text_as, documents.translation_of) is not null
    and (
        kept.document_id is null
        or not documents.is_current
        or not kept.is_current
        or kept.same_text_as is not null
        or documents.force_id <> kept.force_id
        or (documents.same_text_as is not null and documents.language <> kept.language)
        or (
            documents.translation_of is not null
            and (documents.language = 'en' or kept.language <> 'en')
        )
    )
