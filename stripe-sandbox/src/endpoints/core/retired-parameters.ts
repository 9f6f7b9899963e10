/**
 * Removes a parameter that this API version does not know.
 * Stripe's command-line client sends it without a version, and older accounts accept it.
 */
export const withoutRetiredParameters = ({
  payment_method_types: _types,
  ...rest
}: Record<string, unknown>): Record<string, unknown> => rest
