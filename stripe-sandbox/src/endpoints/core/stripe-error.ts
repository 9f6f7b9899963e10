/** An error in Stripe's form. https://docs.stripe.com/api/errors */
export class StripeApiError extends Error {
  readonly status: number
  readonly body: { error: Record<string, unknown> }

  constructor(
    status: number,
    error: { type: string; code?: string; message: string; param?: string } & Record<string, unknown>,
  ) {
    super(error.message)
    this.status = status
    this.body = {
      error: {
        ...error,
        ...(error.code
          ? { doc_url: `https://docs.stripe.com/error-codes/${error.code.replaceAll('_', '-')}` }
          : {}),
      },
    }
  }
}

export const invalidRequest = (message: string, code?: string, param?: string): StripeApiError =>
  new StripeApiError(400, {
    type: 'invalid_request_error',
    message,
    ...(code ? { code } : {}),
    ...(param ? { param } : {}),
  })

export const resourceMissing = (kind: string, id: string, param = 'id'): StripeApiError =>
  new StripeApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  })
