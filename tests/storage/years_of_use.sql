-- Twenty thousand of each, the way years of use leave them.
-- FROM n: the numbers 1 to 20,000. MOMENT: i minutes before 22 February 2026.

INSERT INTO sources (id, url, source, state, position, mine, active, added_at)
SELECT i, 's' || i, '{"url":"s"}', '{}', i, i % 50 = 0, i % 10 = 0, MOMENT FROM n WHERE i <= 100;

INSERT INTO resources (id, key, resource, tags, title, host, kind, state, dated, dated_at,
    first_seen_at, enriched_at, tries, text_hash, model_version, retry_at)
SELECT i, 'k' || i, '{"key":"k","url":"u","title":"t"}', '{}', 't',
    'h' || (i % 999) || '.example', CASE WHEN i % 20 = 0 THEN 'video' ELSE 'article' END, 'ok',
    i % 30 <> 0, MOMENT, MOMENT, MOMENT, 1, '', CASE WHEN i % 500 = 0 THEN '' ELSE 'v1' END,
    CASE WHEN i % 300 = 0 THEN MOMENT END FROM n;

INSERT INTO resource_keys (key, resource_id) SELECT 'k' || i, i FROM n;

INSERT INTO resource_topics (resource_id, slug, score, dated_at)
SELECT i, 't' || (i % 20), 0.9, MOMENT FROM n;

INSERT INTO entries (id, source_id, uid, entry, hash, published_at, seen_at, changed_at,
    resource_id, ignored)
SELECT i, 1 + i % 100, 'e' || i, '{"id":"1","url":null,"title":""}', '', MOMENT, MOMENT,
    MOMENT, CASE WHEN i % 1000 <> 0 THEN i END, false FROM n;

INSERT INTO sightings (id, resource_id, source_id, uid, seen_at, categories)
SELECT i, i, 1 + i % 100, 'e' || i, MOMENT, '[]' FROM n;

INSERT INTO subscribers (id, address, domain, address_hash, name, state, topics, cadence,
    format, created_at, token_epoch)
SELECT i, 'r' || i || '@mail.example', 'mail.example', 'h' || i, '', 'confirmed', '[]',
    'every', 'html', MOMENT, 0 FROM n;

INSERT INTO issues (id, series, number, period_key, period, state, created_at,
    audience_count, excluded_count)
SELECT i, 'weekly', i, 'w' || i, '{"key":"w","start":"2026-02-16T00:00:00Z",'
    || '"end":"2026-02-23T00:00:00Z","first_day":"2026-02-16","last_day":"2026-02-22"}',
    CASE WHEN i = 1 THEN 'sending' ELSE 'sent' END, MOMENT, 0, 0 FROM n WHERE i <= 200;

INSERT INTO issue_contents (issue_id, content) SELECT i, '{}' FROM n WHERE i <= 200;

INSERT INTO issue_items (issue_id, resource_id, series, section, position)
SELECT 1 + i % 200, i * 8, 'weekly', 's', i FROM n WHERE i <= 2400;

INSERT INTO deliveries (id, issue_id, subscriber_id, variant, address, domain, state, attempts,
    next_at)
SELECT i, 1 + i % 2, i, '', 'a', 'mail.example',
    CASE WHEN i % 100 = 0 THEN 'queued' ELSE 'sent' END, 1, MOMENT FROM n;

INSERT INTO outbox (id, purpose, message, created_at, address, domain, state, attempts, next_at)
SELECT i, 'confirm', '', MOMENT, 'a', 'mail.example',
    CASE WHEN i % 1000 = 0 THEN 'queued' ELSE 'sent' END, 1, MOMENT FROM n;
