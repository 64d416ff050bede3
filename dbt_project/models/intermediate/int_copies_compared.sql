{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('int_documents_ranked') }}

),

-- Of documents whose words are the very same the best stands for all.
first_of_each as (

    select min(keep_rank) as keep_rank
    from documents
    group by text_fingerprint, force_id

),

samples as (

    select
        documents.keep_rank,
        documents.force_id,
        documents.language,
        shingles.fingerprint
    from documents
    inner join first_of_each on documents.keep_rank = first_of_each.keep_rank
    inner join {{ ref('stg_landing__text_shingles') }} as shingles
        on documents.document_id = shingles.document_id

),

ends as (

    select
        keep_rank,
        max(fingerprint) as greatest_fingerprint
    from samples
    group by keep_rank
    having count(*) >= {{ var('least_compared_shingles') }}

),

-- What very many documents have is a form of words. Leaving it out keeps the pairs few.
forms_of_words as (

    select fingerprint
    from samples
    group by fingerprint
    having count(*) > {{ var('most_documents_of_a_shingle') }}

),

placed as (

    select
        samples.*,
        row_number() over (
            partition by samples.keep_rank
            order by samples.fingerprint
        ) as place
    from samples
    left join forms_of_words on samples.fingerprint = forms_of_words.fingerprint
    where forms_of_words.fingerprint is null

),

looked_up as (

    select * from placed
    where place <= {{ var('looked_up_shingles') }}

),

-- By rank, a number, and not by document: joins of so many rows take a fifth of the time.
pairs as (

    select distinct
        worse.keep_rank,
        better.keep_rank as better_keep_rank
    from looked_up as worse
    inner join looked_up as better
        on
            worse.fingerprint = better.fingerprint
            and worse.language = better.language
            and worse.keep_rank > better.keep_rank
    where
        worse.force_id = better.force_id
        or worse.force_id is null
        or better.force_id is null

),

-- Up to the lesser end the two samples are drawn alike.
bounded as (

    select
        pairs.*,
        least(ends.greatest_fingerprint, better_ends.greatest_fingerprint) as last_fingerprint
    from pairs
    inner join ends on pairs.keep_rank = ends.keep_rank
    inner join ends as better_ends on pairs.better_keep_rank = better_ends.keep_rank

),

counts as (

    select
        bounded.keep_rank,
        bounded.better_keep_rank,
        count(*) as sample_count
    from bounded
    inner join samples
        on
            bounded.keep_rank = samples.keep_rank
            and bounded.last_fingerprint >= samples.fingerprint
    group by bounded.keep_rank, bounded.better_keep_rank

),

better_counts as (

    select
        bounded.keep_rank,
        bounded.better_keep_rank,
        count(*) as sample_count
    from bounded
    inner join samples
        on
            bounded.better_keep_rank = samples.keep_rank
            and bounded.last_fingerprint >= samples.fingerprint
    group by bounded.keep_rank, bounded.better_keep_rank

),

-- At least the one by which the two were found.
shared_counts as (

    select
        bounded.keep_rank,
        bounded.better_keep_rank,
        count(*) as sample_count
    from bounded
    inner join samples
        on
            bounded.keep_rank = samples.keep_rank
            and bounded.last_fingerprint >= samples.fingerprint
    inner join samples as of_better
        on
            bounded.better_keep_rank = of_better.keep_rank
            and samples.fingerprint = of_better.fingerprint
    group by bounded.keep_rank, bounded.better_keep_rank

)

select
    documents.document_id,
    better_documents.document_id as better_document_id,
    shared_counts.better_keep_rank,
    cast(shared_counts.sample_count as double)
    / least(counts.sample_count, better_counts.sample_count) as share_of_shorter,
    cast(shared_counts.sample_count as double)
    / greatest(counts.sample_count, better_counts.sample_count) as share_of_longer
from shared_counts
inner join counts
    on
        shared_counts.keep_rank = counts.keep_rank
        and shared_counts.better_keep_rank = counts.better_keep_rank
inner join better_counts
    on
        shared_counts.keep_rank = better_counts.keep_rank
        and shared_counts.better_keep_rank = better_counts.better_keep_rank
inner join documents on shared_counts.keep_rank = documents.keep_rank
inner join documents as better_documents
    on shared_counts.better_keep_rank = better_documents.keep_rank
