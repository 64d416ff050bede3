with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

observations as (

    select * from {{ ref('int_metric_observations_corrected') }}

)

select
    observations.observation_id,
    observations.document_id,
    documents.force_id,
    observations.metric_id,
    observations.measured,
    observations.value,
    observations.value_high,
    observations.unit_code,
    observations.qualifier,
    observations.change_direction,
    observations.observation_role,
    observations.scope,
    observations.period_start,
    observations.period_end,
    observations.period_text,
    observations.period_precision,
    observations.origin,
    observations.table_id,
    observations.row_label,
    observations.column_label,
    observations.is_total,
    observations.section_id,
    observations.speaker,
    observations.quoted_text,
    observations.sentence_text,
    observations.char_start,
    observations.char_end,
    observations.page_number,
    observations.is_corrected
from observations
inner join documents on observations.document_id = documents.document_id
