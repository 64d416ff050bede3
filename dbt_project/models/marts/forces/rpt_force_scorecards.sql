{{ config(materialized='view') }}

with

documents as (

    select
        force_id,
        count(*) as document_count
    from {{ ref('dim_documents') }}
    where
        is_current
        and same_text_as is null
        and translation_of is null
        and force_id is not null
    group by force_id

),

responses as (

    select
        force_id,
        count(*) as response_count,
        count(case when timeliness = 'on_time' then 1 end) as on_time_count,
        count(case when timeliness = 'late' then 1 end) as late_count,
        count(case when timeliness = 'unknown' then 1 end) as unknown_count,
        count(case when timeliness = 'not_applicable' then 1 end) as not_applicable_count
    from {{ ref('fct_responses') }}
    group by force_id

),

-- Two documents of one force about one report do not make its recommendations twice.
reports as (

    select
        force_id,
        inspection_report_id,
        max(recommendations_made) as recommendations_made,
        max(recommendations_answered) as recommendations_answered
    from {{ ref('fct_responses') }}
    group by force_id, inspection_report_id

),

recommendations as (

    select
        force_id,
        sum(recommendations_made) as recommendations_made,
        sum(recommendations_answered) as recommendations_answered
    from reports
    group by force_id

),

commitments as (

    select
        force_id,
        count(*) as commitment_count,
        count(case when due_on < {{ today() }} then 1 end) as commitments_past_due_count
    from {{ ref('fct_commitments') }}
    group by force_id

),

observations as (

    select
        force_id,
        count(*) as metric_observation_count
    from {{ ref('fct_metric_observations') }}
    group by force_id

),

findings as (

    select
        force_id,
        count(*) as finding_count
    from {{ ref('fct_source_findings') }}
    group by force_id

),

forces as (

    select
        force_id,
        force_name
    from {{ ref('dim_forces') }}

)

select
    forces.force_id,
    forces.force_name,
    documents.document_count,
    {{ today() }} as as_of_on,
    coalesce(responses.response_count, 0) as response_count,
    coalesce(responses.on_time_count, 0) as on_time_count,
    coalesce(responses.late_count, 0) as late_count,
    coalesce(responses.unknown_count, 0) as unknown_count,
    coalesce(responses.not_applicable_count, 0) as not_applicable_count,
    cast(coalesce(recommendations.recommendations_made, 0) as bigint) as recommendations_made,
    cast(coalesce(recommendations.recommendations_answered, 0) as bigint)
        as recommendations_answered,
    coalesce(commitments.commitment_count, 0) as commitment_count,
    coalesce(commitments.commitments_past_due_count, 0) as commitments_past_due_count,
    coalesce(observations.metric_observation_count, 0) as metric_observation_count,
    coalesce(findings.finding_count, 0) as finding_count
from documents
inner join forces on documents.force_id = forces.force_id
left join responses on documents.force_id = responses.force_id
left join recommendations on documents.force_id = recommendations.force_id
left join commitments on documents.force_id = commitments.force_id
left join observations on documents.force_id = observations.force_id
left join findings on documents.force_id = findings.force_id
