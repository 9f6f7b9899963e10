import type { Rules } from '../../web/page/newsroom.ts'

/** What a newsroom decides about contributions, as newsroom.yaml tells it. */
export type BillingRules = Rules
