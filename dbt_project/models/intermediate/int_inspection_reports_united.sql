with

catalogue as (

    select * from {{ ref('inspection_reports') }}

),

documents as (

    select document_id from {{ ref('int_documents_kept') }}

),

stated as (

    select
        responses.inspection_report_id,
        responses.report_title_text,
        responses.report_publisher_names,
        responses.report_published_on,
        responses.report_published_on_precision,
        responses.recommendations_made,
        row_number() over (
            partition by responses.inspection_report_id
            order by
                case responses.report_published_on_precision
                    when 'day' then 1
                    when 'month' then 2
                    when 'year' then 3
                    else 4
                end asc nulls last,
                responses.report_published_on asc nulls last,
                responses.document_id asc nulls last,
                responses.char_start asc nulls last
        ) as preference
    from {{ ref('int_responses_corrected') }} as responses
    inner join documents on responses.document_id = documents.document_id
    left join catalogue
        on responses.inspection_report_id = catalogue.inspection_report_id
    where catalogue.inspection_report_id is null

),

-- Where documents state different counts, none of them is taken.
stated_counts as (

    select
        inspection_report_id,
        case
            when min(recommendations_made) = max(recommendations_made)
                then max(recommendations_made)
        end as recommendation_count
    from stated
    group by inspection_report_id

)

select
    inspection_report_id,
    title,
    publisher_names,
    published_on,
    published_on_precision,
    recommendation_count,
    recommendation_notes,
    programme,
    source,
    true as is_catalogued,
    is_verified,
    is_count_verified
from catalogue

union all

select
    stated.inspection_report_id,
    stated.report_title_text as title,
    stated.report_publisher_names as publisher_names,
    stated.report_published_on as published_on,
    stated.report_published_on_precision as published_on_precision,
    stated_counts.recommendation_count,
    null as recommendation_notes,
    null as programme,
    'stated by documents' as source,
    false as is_catalogued,
    false as is_verified,
    false as is_count_verified
from stated
inner join stated_counts
    on stated.inspection_report_id = stated_counts.inspection_report_id
where stated.preference = 1
