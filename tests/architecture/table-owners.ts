/** The domain folders that own tables, and what their tables are about. */
export const FOLDERS: Readonly<Record<string, string>> = {
  billing:
    'What Stripe says, what we do about it, and what we report. A webhook event makes a sync job due. The job fetches a customer and writes the `stripe_` tables, the ledger and the movements in one transaction. `subscription_actions` is written before we call Stripe.',
  checkout:
    'Where a contribution begins. The id of a checkout travels to Stripe in the metadata and comes back with the facts.',
  supporters:
    'Supporters as people: their email address, sessions and data rights. An address belongs to a Stripe customer, a customer to a supporter. Blind indexes join them, never the address itself.',
  mail: 'The outbox of mails. The transaction that causes a mail writes it.',
  snooze: 'Why a reader sees no appeal, on machines without Redis.',
  reports: 'Sums by day, month and amount that reports read. Triggers feed them; no row names a person.',
  appeal: 'How often the appeal was shown, snoozed and answered. No row tells one reader from another.',
  campaigns: 'Campaigns of the appeal, their versions, and the settings of every appeal.',
  staff: 'Staff members and what they did.',
  platform: 'What every process needs to start.',
}

/** The folder in `src` that owns each table. Only its domain folder (the first part) may name the table in SQL. */
export const TABLES: Readonly<Record<string, string>> = {
  migrations: 'platform/database',
  settings: 'platform',
  supporters: 'billing/record',
  stripe_customers: 'billing/record',
  stripe_subscriptions: 'billing/record',
  stripe_invoices: 'billing/record',
  stripe_invoice_payments: 'billing/record',
  stripe_charges: 'billing/record',
  stripe_refunds: 'billing/record',
  stripe_disputes: 'billing/record',
  stripe_pauses: 'billing/record',
  ledger_entries: 'billing/record',
  movements: 'billing/record',
  subscription_actions: 'billing/actions',
  duplicate_subscriptions: 'billing/duplicates',
  webhook_events: 'billing/webhooks',
  sync_jobs: 'billing/sync',
  reconciliation_runs: 'billing/maintenance',
  imported_subscriptions: 'billing/maintenance',
  imported_products: 'billing/maintenance',
  supporter_readers: 'billing/status',
  supporter_status_outbox: 'billing/status',
  checkouts: 'checkout',
  customer_addresses: 'supporters/address',
  address_changes: 'supporters/address-change',
  sign_in_requests: 'supporters/session',
  supporter_sessions: 'supporters/session',
  erasures: 'supporters/erasure',
  calendar_days: 'reports/rollups',
  calendar_version: 'reports/rollups',
  movement_deltas: 'reports/rollups',
  movement_days: 'reports/rollups',
  cohort_changes: 'reports/rollups',
  amount_deltas: 'reports/rollups',
  amount_counts: 'reports/rollups',
  ledger_deltas: 'reports/rollups',
  ledger_days: 'reports/rollups',
  schedule_deltas: 'reports/rollups',
  schedule_days: 'reports/rollups',
  failure_deltas: 'reports/rollups',
  failure_days: 'reports/rollups',
  attempt_deltas: 'reports/rollups',
  attempt_days: 'reports/rollups',
  mails: 'mail',
  appeal_suppressions: 'snooze',
  suppression_removals: 'snooze',
  staff: 'staff',
  staff_sessions: 'staff',
  staff_links: 'staff',
  staff_audit: 'staff',
  campaigns: 'campaigns',
  campaign_versions: 'campaigns',
  appeal_settings: 'campaigns',
  appeal_hours: 'appeal/counting',
  appeal_snoozes: 'appeal/counting',
  reminder_days: 'appeal/counting',
  appeal_payments: 'appeal/counting',
}

export type View = {
  owner: string
  /** The other domain folders that read it. */
  readers?: readonly string[]
  /** The other domain folder that updates the table under it through it. */
  writer?: string
}

/** The folder that defines each view, and the other folders it is published to. */
export const VIEWS: Readonly<Record<string, View>> = {
  canceling_subscriptions: { owner: 'billing/actions' },
  unconfirmed_changes: { owner: 'billing/actions' },
  demo_customers: { owner: 'billing/record' },
  invoice_charges: { owner: 'billing/record' },
  pending_invoices: { owner: 'billing/record' },
  paid_invoices: { owner: 'billing/record' },
  open_disputes: { owner: 'billing/record' },
  all_past_due: { owner: 'billing/record' },
  past_due_subscriptions: { owner: 'billing/record' },
  waiting_webhook_events: { owner: 'billing/webhooks' },
  payable_invoices: { owner: 'billing/record', readers: ['supporters'] },
  account_subscriptions: { owner: 'billing/record', readers: ['supporters'] },
  account_charges: { owner: 'billing/record', readers: ['supporters'] },
  account_ledger: { owner: 'billing/record', readers: ['supporters'] },
  account_actions: { owner: 'billing/actions', readers: ['supporters'] },
  customer_objects: { owner: 'billing/record', readers: ['supporters'] },
  customer_address_jobs: { owner: 'billing/record', readers: ['supporters'], writer: 'supporters' },
  checkout_payments: { owner: 'billing/record', readers: ['checkout'] },
  reported_movements: { owner: 'billing/record', readers: ['reports'] },
  movement_history: { owner: 'billing/record', readers: ['reports'] },
  current_amounts: { owner: 'billing/record', readers: ['reports'] },
  reported_entries: { owner: 'billing/record', readers: ['reports'] },
  ledger_export: { owner: 'billing/record', readers: ['reports'] },
  scheduled_charges: { owner: 'billing/record', readers: ['reports'] },
  movement_figures: { owner: 'reports/rollups' },
  cohort_figures: { owner: 'reports/rollups' },
  amount_figures: { owner: 'reports/rollups' },
  ledger_figures: { owner: 'reports/rollups' },
  schedule_figures: { owner: 'reports/rollups' },
  failed_invoices: { owner: 'billing/record', readers: ['reports'] },
  failure_figures: { owner: 'reports/rollups' },
  first_attempts: { owner: 'billing/record', readers: ['reports'] },
  attempt_figures: { owner: 'reports/rollups' },
  used_pay_links: { owner: 'billing/record', readers: ['supporters'], writer: 'supporters' },
  linked_readers: { owner: 'billing/status', readers: ['checkout', 'supporters'] },
  known_checkouts: { owner: 'checkout', readers: ['billing', 'supporters'] },
  customers_by_address: { owner: 'supporters/address', readers: ['billing'] },
  reader_hashes: { owner: 'readers' },
  audit_entries: { owner: 'staff', readers: ['supporters'] },
  staff_names: { owner: 'staff', readers: ['campaigns'] },
}

/**
 * Files that may name tables of other folders, and which. Erasure changes rows of all owners in one transaction, in an
 * order that spans them. The data export reads every table of `data-inventory.ts`, row by row, in the database's own
 * words. A function for each owner would scatter both and show nothing of the whole.
 */
export const EXCEPTIONS: Readonly<Record<string, 'all' | readonly string[]>> = {
  'supporters/privacy/data-inventory.ts': 'all',
  'supporters/privacy/data-export-store.ts': 'all',
  'supporters/erasure/erasure-store.ts': [
    'supporters',
    'stripe_customers',
    'stripe_subscriptions',
    'stripe_charges',
    'subscription_actions',
    'ledger_entries',
    'movements',
    'checkouts',
  ],
  'supporters/erasure/erasable-store.ts': [
    'stripe_customers',
    'stripe_subscriptions',
    'stripe_charges',
    'subscription_actions',
    'supporter_readers',
    'supporter_status_outbox',
    'checkouts',
  ],
}
