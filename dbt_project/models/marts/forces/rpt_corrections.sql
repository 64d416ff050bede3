with

corrections as (

    select * from {{ ref('int_corrections_matched') }}

),

kept as (

    select document_id from {{ ref('int_documents_kept') }}

)

select
    corrections.kind,
    corrections.record_id,
    corrections.document_id,
    corrections.action,
    corrections.column_name,
    corrections.parsed_value,
    corrections.corrected_value,
    corrections.reason,
    corrections.recorded_on,
    corrections.source,
    corrections.is_verified,
    case
        when corrections.document_id is null then 'no_record'
        when corrections.kind <> 'documents' and kept.document_id is null then 'not_counted'
        when
            corrections.action = 'drop'
            or coalesce(corrections.parsed_value <> corrections.corrected_value, true)
            and (corrections.parsed_value is not null or corrections.corrected_value is not null)
            then 'applied'
        else 'already_right'
    end as correction_outcome
from corrections
left join kept on corrections.document_id = kept.document_id
