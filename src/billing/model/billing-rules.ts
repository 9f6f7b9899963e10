import type { Rules } from '../../web/page/newsroom.ts'

/** The rules for contributions in newsroom.yaml. */
export type BillingRules = Rules
