/**
 * Without a parameter that the present version no longer knows. Stripe's command-line client still sends it: it
 * names no version, so an account of some age takes it.
 */
export const withoutRetiredParameters = ({
  payment_method_types: _types,
  ...rest
}: Record<string, unknown>): Record<string, unknown> => rest
