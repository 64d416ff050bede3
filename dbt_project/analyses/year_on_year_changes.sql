with

years as (

    select
        *,
        cast(extract(year from period_start) as bigint) as year
    from {{ ref('rpt_metric_series') }}
    where period_precision = 'year'

),

observations as (

    select * from {{ ref('fct_metric_observations') }}

),

partial_periods as (

    select * from {{ ref('int_periods_questioned') }}

),

disputed as (

    select
        document_id,
        char_start,
        min(explanation) as explanation
    from {{ ref('fct_source_findings') }}
    where finding_type in ('total_differs_from_parts', 'rate_differs_from_parts')
    group by document_id, char_start

),

-- What the document says of its recording, in the section in which the figure stands.
remarks as (

    select
        section_id,
        min(sentence_text) as sentence_text
    from {{ ref('fct_theme_mentions') }}
    where theme_id = 'data_quality'
    group by section_id

),

marked as (

    select
        years.*,
        partial_periods.explanation as partial_period,
        disputed.explanation as dispute,
        remarks.sentence_text as recording_remark
    from years
    inner join observations on years.observation_id = observations.observation_id
    left join partial_periods
        on
            observations.document_id = partial_periods.document_id
            and observations.period_start = partial_periods.period_start
            and observations.period_end = partial_periods.period_end
    left join disputed
        on
            observations.document_id = disputed.document_id
            and observations.char_start = disputed.char_start
    left join remarks on observations.section_id = remarks.section_id

)

select
    marked.force_id,
    marked.metric_id,
    marked.period_start,
    marked.period_end,
    previous.value as previous_value,
    marked.value,
    marked.unit_code,
    marked.value - previous.value as difference,
    case
        when marked.unit_code <> 'percent'
            then round(100 * (marked.value - previous.value) / nullif(previous.value, 0), 1)
    end as difference_percent,
    coalesce(marked.partial_period, previous.partial_period) as partial_period_warning,
    coalesce(marked.dispute, previous.dispute) as figure_warning,
    marked.recording_remark,
    marked.document_id,
    previous.observation_id as previous_observation_id,
    marked.observation_id
from marked
inner join marked as previous
    on
        marked.metric_id = previous.metric_id
        and marked.force_id = previous.force_id
        and marked.year = previous.year + 1
        and extract(month from marked.period_start) = extract(month from previous.period_start)
        and extract(day from marked.period_start) = extract(day from previous.period_start)
where
    ({{ parameter('force_id') }} is null or marked.force_id = {{ parameter('force_id') }})
    and ({{ parameter('metric_id') }} is null or marked.metric_id = {{ parameter('metric_id') }})
order by
    marked.force_id asc nulls last,
    marked.metric_id asc nulls last,
    marked.period_start asc nulls last
