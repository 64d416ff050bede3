with

observations as (

    select
        document_id,
        char_start,
        period_start,
        period_end
    from {{ ref('int_metric_observations_corrected') }}
    where period_start is not null and period_end is not null

),

findings as (

    select
        document_id,
        char_start,
        explanation
    from {{ ref('int_source_findings_corrected') }}
    where finding_type = 'partial_period'

)

select
    observations.document_id,
    observations.period_start,
    observations.period_end,
    min(findings.explanation) as explanation
from findings
inner join observations
    on
        findings.document_id = observations.document_id
        and findings.char_start = observations.char_start
group by observations.document_id, observations.period_start, observations.period_end
