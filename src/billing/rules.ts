import type { Rules } from '../web/newsroom.ts'

/** What a newsroom decides about contributions, as newsroom.yaml tells it. */
export type BillingRules = Rules
