/** The purposes of personal data. /privacy explains each under `privacy.<topic>`. */
export const TOPICS = ['address', 'giving', 'browser', 'signIn', 'mails', 'events', 'staff'] as const
export type Topic = (typeof TOPICS)[number]

type TableInventory = {
  /** Null for tables without personal data. */
  topic: Topic | null
  columns: readonly string[]
}

const words = (list: string): string[] => list.trim().split(/\s+/)
const about = (topic: Topic | null, columns: string): TableInventory => ({ topic, columns: words(columns) })

/**
 * Lists every column of every table by purpose. The tests compare it to the schema.
 * A new column must be added here, and so appears on /privacy and in the data export.
 */
export const DATA_INVENTORY: Readonly<Record<string, TableInventory>> = {
  customer_addresses: about(
    'address',
    `customer_id encrypted address_index encryption_key index_key saved_at language is_plain bounced_at proven_at
     disowned_at disown_settled_at`,
  ),
  supporters: about('giving', 'id created_at status status_until status_version'),
  stripe_customers: about(
    'giving',
    'id supporter_id address_fetch_due_at address_attempts address_push_due_at',
  ),
  stripe_subscriptions: about(
    'giving',
    `id customer_id checkout_id status currency started_at cancel_at ended_at cancellation_reason is_paused resumes_at amount
     interval interval_count period_end anchored_at`,
  ),
  stripe_invoices: about(
    'giving',
    `id customer_id subscription_id status currency amount_paid annual_amount period_end created_at finalized_at paid_at
     voided_at attempts next_attempt_at first_failed_at first_failure_reason
     first_attempt_at failed_charges pay_link_used_at staff_link_sent_at`,
  ),
  stripe_invoice_payments: about('giving', 'payment_intent_id invoice_id'),
  stripe_charges: about(
    'giving',
    `id customer_id payment_intent_id checkout_id status currency amount created_at balance_transaction_id failure_code
     failure_reason is_disputed failure_transaction_id`,
  ),
  stripe_refunds: about(
    'giving',
    'id charge_id status currency amount reason created_at balance_transaction_id failure_transaction_id',
  ),
  stripe_disputes: about('giving', 'id charge_id status reason currency amount created_at transaction_ids'),
  stripe_pauses: about('giving', 'subscription_id paused_at resumes_at resumed_at dated_by'),
  subscription_actions: about(
    'giving',
    `id subscription_id kind cause other_subscription_id created_at due_at attempts lease_token done_at final_failure last_failure
     withdrawn_at first_attempted_at reason amount interval resumes_at refund_from refund_until
     is_by_staff`,
  ),
  duplicate_subscriptions: about(
    'giving',
    'subscription_id kept_subscription_id found_at decision decided_at',
  ),
  imported_subscriptions: about('giving', 'id customer_id imported_at'),
  ledger_entries: about(
    'giving',
    `balance_transaction_id kind supporter_id charge_id occurred_at currency amount settled_currency settled_amount fee net
     exchange_rate recorded_at available_at cadence charged_at`,
  ),
  movements: about(
    'giving',
    'supporter_id currency sequence occurred_at kind annual_change annual_after cause cadence',
  ),
  checkouts: about(
    'giving',
    `id form_digest reader_hash sent_by_hash is_sender_moved frequency currency amount language via state session_id session_url session_expires_at
     supporter_id created_at completed_at replaced_at retry_close_at
     reader_forgotten_at`,
  ),
  supporter_readers: about('browser', 'reader_hash supporter_id linked_at linked_by_customer_id'),
  appeal_suppressions: about(
    'browser',
    'reader_hash serial snoozed_until choice times status status_until version longest_until expires_at',
  ),
  suppression_removals: about('browser', 'reader_hash leaves_snooze due_at'),
  supporter_status_outbox: about('browser', 'reader_hash status status_until version due_at attempts'),
  supporter_sessions: about('signIn', 'token_hash address_index reader_hash created_at expires_at'),
  sign_in_requests: about(
    'signIn',
    'id address_indexes asked_at expires_at code_attempts used_at is_by_staff mailed_at is_by_own_browser',
  ),
  mails: about(
    'mails',
    `id cause kind customer_id sign_in_request address_change language facts state created_at due_at until attempts last_failure settled_at`,
  ),
  webhook_events: about(
    'events',
    `number event_id type object_id sync_key created_at api_version livemode body_hash received_at attempts resolve_at done_at
     parked_reason related_id has_our_metadata sync_by found_by parked_at`,
  ),
  sync_jobs: about(
    'events',
    'sync_key due_at lease_token leased_until attempts last_failure fetch_scope wake_count fetch_all fetched_at',
  ),
  address_changes: about(
    'address',
    'id from_index encrypted asked_at expires_at used_at previous_encrypted moved',
  ),
  erasures: about('address', 'id address_index asked_at due_at attempts last_failure'),
  staff: about('staff', 'id name password_hash created_at disabled_at roles'),
  campaign_versions: about('staff', 'campaign version settings staff_id saved_at'),
  campaigns: about(null, 'number version state is_stopped created_at form_key'),
  appeal_settings: about(null, 'is_single is_stopped snooze_lengths change'),
  appeal_hours: about(
    null,
    'hour campaign variant form section eligible shown seen give dismissed checkouts',
  ),
  appeal_snoozes: about(null, 'hour campaign form section length count'),
  reminder_days: about(null, 'day count'),
  count_writers: about(null, 'writer batch written_at'),
  appeal_payments: about(null, 'day campaign variant form section reminded currency cadence count amount'),
  demo_appeal_hours: about(
    null,
    'hour campaign variant form section eligible shown seen give dismissed checkouts',
  ),
  demo_appeal_snoozes: about(null, 'hour campaign form section length count'),
  demo_reminder_days: about(null, 'day count'),
  demo_appeal_payments: about(
    null,
    'day campaign variant form section reminded currency cadence count amount',
  ),
  appeal_deltas: about(null, 'id hour campaign form section eligible shown seen give dismissed checkouts'),
  appeal_days: about(null, 'day campaign form section eligible shown seen give dismissed checkouts'),
  snooze_deltas: about(null, 'id hour campaign form section length snoozes'),
  snooze_days: about(null, 'day campaign form section length snoozes'),
  staff_audit: about('staff', 'number staff_id action subject created_at count'),
  staff_links: about('staff', 'token_hash staff_id expires_at used_at'),
  staff_sessions: about('staff', 'token_hash staff_id created_at expires_at'),
  calendar_days: about(null, 'day starts_at ends_at'),
  calendar_version: about(null, 'is_only version'),
  movement_deltas: about(
    null,
    'id occurred_at first_at currency cadence first_cadence kind cause movements annual_change',
  ),
  movement_days: about(null, 'day currency cadence kind cause movements annual_change'),
  cohort_changes: about(null, 'cohort month currency cadence people people_in_currency annual_change'),
  amount_deltas: about(null, 'id currency cadence annual_amount people'),
  amount_counts: about(null, 'currency cadence annual_amount people'),
  ledger_deltas: about(
    null,
    'id occurred_at available_at charged_at currency cadence kind settled_currency amount settled_amount fee net',
  ),
  ledger_days: about(
    null,
    'basis day currency cadence kind settled_currency entries amount settled_amount fee net',
  ),
  schedule_deltas: about(null, 'id due_at currency kind subscriptions amount'),
  schedule_days: about(null, 'day currency kind subscriptions amount'),
  failure_deltas: about(null, 'id failed_at currency cadence reason outcome invoices amount'),
  failure_days: about(null, 'day currency cadence reason outcome invoices amount'),
  attempt_deltas: about(null, 'id attempted_at currency cadence invoices failed'),
  attempt_days: about(null, 'day currency cadence invoices failed'),
  imported_products: about(null, 'id imported_at'),
  reconciliation_runs: about(null, 'kind started_at finished_at counts'),
  migrations: about(null, 'name checksum applied_at'),
  settings: about(null, 'name value changed_at'),
}

/** The tables that may hold personal data of a supporter. */
export const PERSONAL_TABLES: readonly string[] = Object.entries(DATA_INVENTORY)
  .filter(([, { topic }]) => topic !== null && topic !== 'staff')
  .map(([table]) => table)
