/** A part of the setup that `connect-stripe` checks and creates. */
export type RepairableStep = {
  what: 'endpoint' | 'product' | 'portal'
  id: string | null
  /** `differs`: it exists but has wrong settings. */
  state: 'right' | 'missing' | 'differs'
  /**
   * The endpoint's API version if it is not ours. Stripe cannot change it, and event bodies are not trusted.
   */
  otherVersion?: string
  /** The name for bank statements that a product must carry. */
  descriptor?: string
}

/** The account's own text for bank statements. Only Stripe's dashboard can change it. */
export type StatementStep = {
  what: 'statement'
  /** The text. Null: it has none, or our key may not read it. */
  id: string | null
  /** `differs`: it is not the name that the newsroom promises. */
  state: 'right' | 'differs'
  name: string
  /** The text of a card statement. Null: unknown. */
  onCards: string | null
}

export type SetupStep = RepairableStep | StatementStep
