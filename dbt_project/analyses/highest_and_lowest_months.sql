with

months as (

    select
        *,
        cast(extract(year from period_start) as bigint) as year
    from {{ ref('rpt_metric_series') }}
    where period_precision = 'month'

),

extremes as (

    select
        metric_id,
        force_id,
        year,
        max(value) as highest_value,
        min(value) as lowest_value,
        count(*) as month_count
    from months
    group by metric_id, force_id, year

),

-- A year that is not whole is a warning on every month that the document states of it.
partial_years as (

    select
        observations.document_id,
        observations.period_start,
        observations.period_end,
        min(findings.explanation) as explanation
    from {{ ref('fct_source_findings') }} as findings
    inner join {{ ref('fct_metric_observations') }} as observations
        on
            findings.document_id = observations.document_id
            and findings.char_start = observations.char_start
    where findings.finding_type = 'partial_period'
    group by observations.document_id, observations.period_start, observations.period_end

)

select
    months.force_id,
    months.metric_id,
    months.year,
    case when months.value = extremes.highest_value then 'highest' else 'lowest' end as extreme,
    months.period_start as month_start,
    months.value,
    extremes.month_count,
    partial_years.explanation as warning,
    months.document_id,
    months.observation_id
from months
inner join extremes
    on
        months.metric_id = extremes.metric_id
        and months.force_id = extremes.force_id
        and months.year = extremes.year
left join partial_years
    on
        months.document_id = partial_years.document_id
        and months.period_start >= partial_years.period_start
        and months.period_end <= partial_years.period_end
where
    extremes.lowest_value < extremes.highest_value
    and months.value in (extremes.lowest_value, extremes.highest_value)
    and ({{ parameter('force_id') }} is null or months.force_id = {{ parameter('force_id') }})
    and ({{ parameter('metric_id') }} is null or months.metric_id = {{ parameter('metric_id') }})
order by
    months.force_id asc nulls last,
    months.metric_id asc nulls last,
    months.year asc nulls last,
    extreme asc nulls last,
    months.period_start asc nulls last
