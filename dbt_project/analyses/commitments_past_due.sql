with

documents as (

    select * from {{ ref('dim_documents') }}

),

commitments as (

    select
        commitments.*,
        documents.document_date
    from {{ ref('fct_commitments') }} as commitments
    inner join documents on commitments.document_id = documents.document_id
    where
        commitments.due_on
        < coalesce(cast({{ parameter('as_of') }} as date), current_date)

),

-- Later than the promise; where the promise is undated, later than the day it was due.
later_documents as (

    select
        commitments.commitment_id,
        documents.document_id
    from commitments
    inner join documents
        on
            commitments.force_id = documents.force_id
            and coalesce(commitments.document_date, commitments.due_on) < documents.document_date
    where documents.is_current and documents.same_text_as is null

),

later_counts as (

    select
        commitment_id,
        count(*) as document_count
    from later_documents
    group by commitment_id

),

mentions as (

    select * from {{ ref('fct_theme_mentions') }}

),

-- Whether a later document speaks of what was promised: of one of the sentence's themes.
later_mentions as (

    select
        commitments.commitment_id,
        count(distinct later.document_id) as document_count
    from commitments
    inner join mentions as promised
        on
            commitments.document_id = promised.document_id
            and commitments.char_start < promised.char_end
            and commitments.char_end > promised.char_start
    inner join later_documents on commitments.commitment_id = later_documents.commitment_id
    inner join mentions as later
        on
            later_documents.document_id = later.document_id
            and promised.theme_id = later.theme_id
    group by commitments.commitment_id

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
left join later_counts on commitments.commitment_id = later_counts.commitment_id
left join later_mentions on commitments.commitment_id = later_mentions.commitment_id
where
    later_mentions.commitment_id is null
    and (
        {{ parameter('force_id') }} is null
        or commitments.force_id = {{ parameter('force_id') }}
    )
order by
    commitments.due_on asc nulls last,
    commitments.force_id asc nulls last,
    commitments.char_start asc nulls last
