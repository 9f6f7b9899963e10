import { newId } from '../objects/new-id.ts'
import type { Charge, Dispute, Refund } from '../objects/stripe-objects.ts'

type NewRefund = {
  created: number
  charge: Charge
  amount: number
  reason: Refund['reason']
  metadata: Record<string, string>
  status: 'succeeded' | 'pending'
}

export const buildRefund = ({ created, charge, amount, reason, metadata, status }: NewRefund): Refund => ({
  id: newId('re'),
  object: 'refund',
  amount,
  balance_transaction: null,
  charge: charge.id,
  created,
  currency: charge.currency,
  customer: charge.customer as string | null,
  customer_account: null,
  destination_details: { type: 'card', card: { type: 'refund' } },
  metadata,
  payment_intent: charge.payment_intent as string | null,
  payment_method: charge.payment_method,
  reason,
  receipt_number: null,
  source_transfer_reversal: null,
  status,
  transfer_reversal: null,
})

type NewDispute = { created: number; charge: Charge; isInquiry: boolean }

const RESPONSE_DAYS = 9

export const buildDispute = ({ created, charge, isInquiry }: NewDispute): Dispute => ({
  id: newId('du'),
  object: 'dispute',
  amount: charge.amount - charge.amount_refunded,
  balance_transactions: [],
  charge: charge.id,
  created,
  currency: charge.currency,
  enhanced_eligibility_types: [],
  evidence: NO_EVIDENCE,
  evidence_details: {
    due_by: created + RESPONSE_DAYS * 86_400,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'manual',
  },
  intended_submission_method: null,
  is_charge_refundable: isInquiry,
  livemode: false,
  metadata: {},
  network_reason_code: '10.4',
  payment_intent: charge.payment_intent as string | null,
  payment_method_details: {
    type: 'card',
    card: {
      brand: 'visa',
      case_type: isInquiry ? 'inquiry' : 'chargeback',
      network: 'visa',
      network_reason_code: '10.4',
    },
  },
  reason: isInquiry ? 'general' : 'fraudulent',
  status: isInquiry ? 'warning_needs_response' : 'needs_response',
})

const NO_EVIDENCE: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}
