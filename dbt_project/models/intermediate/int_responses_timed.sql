{#- The clock of section 55 of the Police Act 1996: comments are due within 56 days beginning with
    the day on which the report is published, so that day is day 1 and the last is 55 days on. -#}
{%- set days_after_publication = 55 -%}
{#- From this day of publication on; earlier reports had no such limit. -#}
{%- set clock_starts_on = '2017-05-02' -%}

with

documents as (

    select
        document_id,
        force_id,
        document_type in ('panel_report', 'outcomes_report') as is_for_a_meeting,
        case
            when
                document_date_precision = 'day'
                and document_type in ('inspection_response', 'letter')
                then document_date
        end as responded_on
    from {{ ref('int_documents_kept') }}

),

catalogue as (

    select
        inspection_report_id,
        case when is_count_verified then recommendation_count end as recommendation_count,
        case when published_on_precision = 'day' then published_on end as published_on
    from {{ ref('inspection_reports') }}

),

dated as (

    select
        responses.response_id,
        responses.document_id,
        documents.force_id,
        responses.inspection_report_id,
        documents.is_for_a_meeting,
        documents.responded_on,
        coalesce(responses.recommendations_made, catalogue.recommendation_count)
            as recommendations_made,
        case
            when catalogue.published_on is not null then catalogue.published_on
            when responses.report_published_on_precision = 'day'
                then responses.report_published_on
        end as report_published_on,
        case
            when catalogue.published_on is not null then 'catalogue'
            when responses.report_published_on_precision = 'day' then 'document'
        end as report_published_on_basis
    from {{ ref('int_responses_corrected') }} as responses
    inner join documents on responses.document_id = documents.document_id
    left join catalogue
        on responses.inspection_report_id = catalogue.inspection_report_id

),

clocked as (

    select
        *,
        {{ add_days('report_published_on', days_after_publication) }} as day_56,
        {{ days_between('report_published_on', 'responded_on') }} + 1 as days_taken_or_before,
        is_for_a_meeting
        or coalesce(report_published_on < date '{{ clock_starts_on }}', false) as is_exempt
    from dated

)

select
    response_id,
    document_id,
    force_id,
    inspection_report_id,
    report_published_on,
    report_published_on_basis,
    responded_on,
    recommendations_made,
    -- A response dated before its report is a wrong date, not a quick answer.
    case when days_taken_or_before >= 1 then days_taken_or_before end as days_taken,
    case when not is_exempt then day_56 end as last_day,
    case
        when is_exempt then 'not_applicable'
        when report_published_on is null or responded_on is null then 'unknown'
        when responded_on < report_published_on then 'unknown'
        when responded_on <= day_56 then 'on_time'
        else 'late'
    end as timeliness
from clocked
