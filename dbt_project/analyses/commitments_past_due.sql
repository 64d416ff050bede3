with

documents as (

    select * from {{ ref('dim_documents') }}

),

commitments as (

    select
        commitments.*,
        -- Where the promise is undated, what is later than the day it was due is later.
        coalesce(documents.document_date, commitments.due_on) as promised_on
    from {{ ref('fct_commitments') }} as commitments
    inner join documents on commitments.document_id = documents.document_id
    where
        commitments.due_on
        < coalesce(cast({{ parameter('as_of') }} as date), current_date)

),

counted_documents as (

    select * from documents
    where is_current and same_text_as is null

),

days as (

    select distinct
        force_id,
        promised_on
    from commitments

),

later_counts as (

    select
        days.force_id,
        days.promised_on,
        count(*) as document_count
    from days
    inner join counted_documents
        on
            days.force_id = counted_documents.force_id
            and days.promised_on < counted_documents.document_date
    group by days.force_id, days.promised_on

),

mentions as (

    select * from {{ ref('fct_theme_mentions') }}

),

last_mentions as (

    select
        counted_documents.force_id,
        mentions.theme_id,
        max(counted_documents.document_date) as document_date
    from mentions
    inner join counted_documents on mentions.document_id = counted_documents.document_id
    group by counted_documents.force_id, mentions.theme_id

),

-- A later document speaks of what was promised: of one of the sentence's themes.
spoken_of as (

    select distinct commitments.commitment_id
    from commitments
    inner join mentions
        on
            commitments.document_id = mentions.document_id
            and commitments.char_start < mentions.char_end
            and commitments.char_end > mentions.char_start
    inner join last_mentions
        on
            commitments.force_id = last_mentions.force_id
            and mentions.theme_id = last_mentions.theme_id
            and commitments.promised_on < last_mentions.document_date

)

select
    commitments.force_id,
    commitments.document_id,
    commitments.actor,
    commitments.commitment_text,
    commitments.due_on,
    commitments.due_text,
    coalesce(later_counts.document_count, 0) as later_document_count,
    commitments.char_start,
    commitments.commitment_id
from commitments
left join later_counts
    on
        commitments.force_id = later_counts.force_id
        and commitments.promised_on = later_counts.promised_on
left join spoken_of on commitments.commitment_id = spoken_of.commitment_id
where
    spoken_of.commitment_id is null
    and (
        {{ parameter('force_id') }} is null
        or commitments.force_id = {{ parameter('force_id') }}
    )
order by
    commitments.due_on asc nulls last,
    commitments.force_id asc nulls last,
    commitments.char_start asc nulls last,
    commitments.commitment_id asc nulls last
