-- The landing schema: what documents say, as parsed, and what refreshes did.
-- One table for each record kind of flows/records.py (a test holds the columns together).
-- Keys and not-null are enforced here; everything else by the doors and the dbt tests.

create schema if not exists landing;

create table if not exists landing.documents (
    document_id varchar primary key,
    raw_sha256 varchar not null,
    media_type varchar not null,
    byte_count bigint not null,
    left_out_count bigint not null,
    part_number bigint,
    part_char_start bigint not null,
    part_char_end bigint not null,
    text varchar not null,
    title varchar,
    document_type varchar not null,
    force_id varchar,
    policing_body_name varchar,
    commissioner_name varchar,
    document_date date,
    document_date_precision varchar not null,
    document_date_basis varchar not null,
    language varchar not null,
    word_count bigint not null,
    text_fingerprint varchar not null,
    number_fingerprint varchar,
    parse_version varchar not null
);

-- folder_uri is the inbox that was collected: a file that is gone from it ends the source.
-- An address (a file or URL) holds pages, a page documents: source_uri adds to page_uri the
-- number of a part, page_uri to address_uri the name of an archive's member.
create table if not exists landing.document_sources (
    document_id varchar not null,
    source_uri varchar not null,
    page_uri varchar not null,
    address_uri varchar not null,
    folder_uri varchar not null,
    byte_count bigint not null,
    modified_ns bigint not null,
    raw_sha256 varchar not null,
    received_sha256 varchar not null,
    force_id varchar,
    publisher_name varchar,
    licence_note varchar,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    is_current boolean not null,
    primary key (document_id, source_uri)
);

create table if not exists landing.sections (
    section_id varchar primary key,
    document_id varchar not null,
    ordinal bigint not null,
    level bigint not null,
    heading varchar,
    speaker varchar not null,
    char_start bigint not null,
    char_end bigint not null
);

create table if not exists landing.sentences (
    sentence_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    ordinal bigint not null,
    speaker varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    language varchar not null,
    word_count bigint not null,
    fingerprint varchar not null
);

create table if not exists landing.tables (
    table_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    ordinal bigint not null,
    caption varchar,
    table_shape varchar not null,
    row_count bigint not null,
    column_count bigint not null,
    char_start bigint not null,
    char_end bigint not null
);

create table if not exists landing.table_cells (
    cell_id varchar primary key,
    table_id varchar not null,
    document_id varchar not null,
    row_number bigint not null,
    column_number bigint not null,
    is_header boolean not null,
    is_total boolean not null,
    row_label varchar,
    column_label varchar,
    cell_text varchar not null,
    char_start bigint not null,
    char_end bigint not null
);

-- Samples of a document's text, by which near copies are found: no more than a few hundred
-- rows a document, so that their number grows with that of documents.
create table if not exists landing.text_shingles (
    fingerprint bigint not null,
    document_id varchar not null,
    primary key (document_id, fingerprint)
);

create table if not exists landing.numerals (
    context_fingerprint bigint not null,
    document_id varchar not null,
    numeral_text varchar not null,
    primary key (document_id, context_fingerprint)
);

create table if not exists landing.metric_observations (
    observation_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    metric_id varchar,
    measured varchar,
    value double not null,
    value_high double,
    unit_code varchar not null,
    qualifier varchar not null,
    change_direction varchar,
    observation_role varchar not null,
    scope varchar not null,
    period_start date,
    period_end date,
    period_text varchar,
    period_precision varchar,
    origin varchar not null,
    table_id varchar,
    row_label varchar,
    column_label varchar,
    is_total boolean not null
);

create table if not exists landing.arithmetic_checks (
    check_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    check_type varchar not null,
    stated_value double not null,
    computed_value double not null,
    tolerance double not null,
    agrees boolean not null
);

create table if not exists landing.source_findings (
    finding_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    finding_type varchar not null,
    stated_value double,
    computed_value double,
    difference double,
    explanation varchar not null,
    other_quoted_text varchar,
    other_sentence_text varchar,
    other_char_start bigint,
    other_char_end bigint
);

create table if not exists landing.theme_mentions (
    theme_mention_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    theme_id varchar not null,
    matched_phrase varchar not null
);

create table if not exists landing.responses (
    response_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    inspection_report_id varchar not null,
    is_catalogued boolean not null,
    report_title_text varchar not null,
    report_publisher_names varchar,
    report_published_on date,
    report_published_on_precision varchar not null,
    recommendations_made bigint,
    stance varchar not null
);

create table if not exists landing.recommendation_answers (
    answer_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    inspection_report_id varchar,
    ordinal bigint not null,
    finding_type varchar not null,
    addressed_to varchar,
    recommendation_text varchar not null,
    answer_text varchar not null,
    action_status varchar not null,
    acceptance varchar not null,
    recommendation_char_start bigint not null,
    recommendation_char_end bigint not null
);

create table if not exists landing.commitments (
    commitment_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    actor varchar not null,
    strength varchar not null,
    commitment_text varchar not null,
    due_on date,
    due_precision varchar,
    due_text varchar
);

create table if not exists landing.initiative_mentions (
    initiative_mention_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    speaker varchar not null,
    quoted_text varchar not null,
    sentence_text varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint,
    initiative_name varchar not null,
    initiative_type varchar not null
);

create table if not exists landing.links (
    link_id varchar primary key,
    document_id varchar not null,
    section_id varchar,
    link_text varchar not null,
    target_uri varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    page_number bigint
);

create table if not exists landing.rejections (
    source_uri varchar not null,
    page_uri varchar not null,
    address_uri varchar not null,
    folder_uri varchar not null,
    stage varchar not null,
    reason_code varchar not null,
    message varchar not null,
    raw_sha256 varchar,
    received_sha256 varchar,
    document_id varchar,
    byte_count bigint,
    modified_ns bigint,
    force_id varchar,
    publisher_name varchar,
    licence_note varchar,
    refresh_id varchar not null
);

create table if not exists landing.refreshes (
    refresh_id varchar primary key,
    outcome varchar not null,
    started_at timestamp not null,
    ended_at timestamp,
    parse_version varchar,
    model_version varchar,
    document_count bigint,
    parsed_count bigint,
    rejection_count bigint,
    message varchar
);

create table if not exists landing.expectation_results (
    refresh_id varchar not null,
    door varchar not null,
    suite_name varchar not null,
    expectation_name varchar not null,
    column_name varchar,
    severity varchar not null,
    is_met boolean not null,
    row_count bigint not null,
    failing_count bigint not null,
    failing_examples varchar,
    scope varchar not null
);

create table if not exists landing.fetches (
    fetch_id varchar primary key,
    source_uri varchar not null,
    listing_uri varchar,
    is_listing boolean not null,
    attempt_number bigint not null,
    started_at timestamp not null,
    duration_seconds double not null,
    outcome varchar not null,
    reason_code varchar,
    message varchar,
    status_code bigint,
    final_uri varchar,
    redirect_count bigint not null,
    etag varchar,
    last_modified varchar,
    media_type varchar,
    byte_count bigint not null,
    raw_sha256 varchar
);
