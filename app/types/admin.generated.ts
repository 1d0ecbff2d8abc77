// Written by `npm run codegen`. Never edited by hand.
export type Maybe<T> = T | null;

export type InputMaybe<T> = Maybe<T>;

export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };

export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  ARN: { input: string; output: string; }
  BigInt: { input: string; output: string; }
  Color: { input: string; output: string; }
  Date: { input: string; output: string; }
  DateTime: { input: string; output: string; }
  Decimal: { input: string; output: string; }
  FormattedString: { input: string; output: string; }
  HTML: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
  Money: { input: string; output: string; }
  StorefrontID: { input: string; output: string; }
  URL: { input: string; output: string; }
  UnsignedInt64: { input: string; output: string; }
  UtcOffset: { input: string; output: string; }
};

export type BulkOperationErrorCode =
  | 'ACCESS_DENIED'
  | 'INTERNAL_SERVER_ERROR'
  | 'TIMEOUT';

export type BulkOperationStatus =
  | 'CANCELED'
  | 'CANCELING'
  | 'COMPLETED'
  | 'CREATED'
  | 'EXPIRED'
  | 'FAILED'
  | 'RUNNING';

export type BulkOperationUserErrorCode =
  | 'INVALID'
  | 'LIMIT_REACHED'
  | 'OPERATION_IN_PROGRESS';

export type CalculateExchangeLineItemInput = {
  readonly appliedDiscount?: InputMaybe<ExchangeLineItemAppliedDiscountInput>;
  readonly quantity: Scalars['Int']['input'];
  readonly variantId?: InputMaybe<Scalars['ID']['input']>;
};

export type CalculateReturnInput = {
  readonly exchangeLineItems?: InputMaybe<ReadonlyArray<CalculateExchangeLineItemInput>>;
  readonly orderId: Scalars['ID']['input'];
  readonly returnLineItems?: InputMaybe<ReadonlyArray<CalculateReturnLineItemInput>>;
  readonly returnShippingFee?: InputMaybe<ReturnShippingFeeInput>;
};

export type CalculateReturnLineItemInput = {
  readonly fulfillmentLineItemId: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
  readonly restockingFee?: InputMaybe<RestockingFeeInput>;
};

export type CountryCode =
  | 'AC'
  | 'AD'
  | 'AE'
  | 'AF'
  | 'AG'
  | 'AI'
  | 'AL'
  | 'AM'
  | 'AN'
  | 'AO'
  | 'AR'
  | 'AT'
  | 'AU'
  | 'AW'
  | 'AX'
  | 'AZ'
  | 'BA'
  | 'BB'
  | 'BD'
  | 'BE'
  | 'BF'
  | 'BG'
  | 'BH'
  | 'BI'
  | 'BJ'
  | 'BL'
  | 'BM'
  | 'BN'
  | 'BO'
  | 'BQ'
  | 'BR'
  | 'BS'
  | 'BT'
  | 'BV'
  | 'BW'
  | 'BY'
  | 'BZ'
  | 'CA'
  | 'CC'
  | 'CD'
  | 'CF'
  | 'CG'
  | 'CH'
  | 'CI'
  | 'CK'
  | 'CL'
  | 'CM'
  | 'CN'
  | 'CO'
  | 'CR'
  | 'CU'
  | 'CV'
  | 'CW'
  | 'CX'
  | 'CY'
  | 'CZ'
  | 'DE'
  | 'DJ'
  | 'DK'
  | 'DM'
  | 'DO'
  | 'DZ'
  | 'EC'
  | 'EE'
  | 'EG'
  | 'EH'
  | 'ER'
  | 'ES'
  | 'ET'
  | 'FI'
  | 'FJ'
  | 'FK'
  | 'FO'
  | 'FR'
  | 'GA'
  | 'GB'
  | 'GD'
  | 'GE'
  | 'GF'
  | 'GG'
  | 'GH'
  | 'GI'
  | 'GL'
  | 'GM'
  | 'GN'
  | 'GP'
  | 'GQ'
  | 'GR'
  | 'GS'
  | 'GT'
  | 'GW'
  | 'GY'
  | 'HK'
  | 'HM'
  | 'HN'
  | 'HR'
  | 'HT'
  | 'HU'
  | 'ID'
  | 'IE'
  | 'IL'
  | 'IM'
  | 'IN'
  | 'IO'
  | 'IQ'
  | 'IR'
  | 'IS'
  | 'IT'
  | 'JE'
  | 'JM'
  | 'JO'
  | 'JP'
  | 'KE'
  | 'KG'
  | 'KH'
  | 'KI'
  | 'KM'
  | 'KN'
  | 'KP'
  | 'KR'
  | 'KW'
  | 'KY'
  | 'KZ'
  | 'LA'
  | 'LB'
  | 'LC'
  | 'LI'
  | 'LK'
  | 'LR'
  | 'LS'
  | 'LT'
  | 'LU'
  | 'LV'
  | 'LY'
  | 'MA'
  | 'MC'
  | 'MD'
  | 'ME'
  | 'MF'
  | 'MG'
  | 'MK'
  | 'ML'
  | 'MM'
  | 'MN'
  | 'MO'
  | 'MQ'
  | 'MR'
  | 'MS'
  | 'MT'
  | 'MU'
  | 'MV'
  | 'MW'
  | 'MX'
  | 'MY'
  | 'MZ'
  | 'NA'
  | 'NC'
  | 'NE'
  | 'NF'
  | 'NG'
  | 'NI'
  | 'NL'
  | 'NO'
  | 'NP'
  | 'NR'
  | 'NU'
  | 'NZ'
  | 'OM'
  | 'PA'
  | 'PE'
  | 'PF'
  | 'PG'
  | 'PH'
  | 'PK'
  | 'PL'
  | 'PM'
  | 'PN'
  | 'PS'
  | 'PT'
  | 'PY'
  | 'QA'
  | 'RE'
  | 'RO'
  | 'RS'
  | 'RU'
  | 'RW'
  | 'SA'
  | 'SB'
  | 'SC'
  | 'SD'
  | 'SE'
  | 'SG'
  | 'SH'
  | 'SI'
  | 'SJ'
  | 'SK'
  | 'SL'
  | 'SM'
  | 'SN'
  | 'SO'
  | 'SR'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'SX'
  | 'SY'
  | 'SZ'
  | 'TA'
  | 'TC'
  | 'TD'
  | 'TF'
  | 'TG'
  | 'TH'
  | 'TJ'
  | 'TK'
  | 'TL'
  | 'TM'
  | 'TN'
  | 'TO'
  | 'TR'
  | 'TT'
  | 'TV'
  | 'TW'
  | 'TZ'
  | 'UA'
  | 'UG'
  | 'UM'
  | 'US'
  | 'UY'
  | 'UZ'
  | 'VA'
  | 'VC'
  | 'VE'
  | 'VG'
  | 'VN'
  | 'VU'
  | 'WF'
  | 'WS'
  | 'XK'
  | 'YE'
  | 'YT'
  | 'ZA'
  | 'ZM'
  | 'ZW'
  | 'ZZ';

export type CurrencyCode =
  | 'AED'
  | 'AFN'
  | 'ALL'
  | 'AMD'
  | 'ANG'
  | 'AOA'
  | 'ARS'
  | 'AUD'
  | 'AWG'
  | 'AZN'
  | 'BAM'
  | 'BBD'
  | 'BDT'
  | 'BGN'
  | 'BHD'
  | 'BIF'
  | 'BMD'
  | 'BND'
  | 'BOB'
  | 'BRL'
  | 'BSD'
  | 'BTN'
  | 'BWP'
  | 'BYN'
  | 'BYR'
  | 'BZD'
  | 'CAD'
  | 'CDF'
  | 'CHF'
  | 'CLP'
  | 'CNY'
  | 'COP'
  | 'CRC'
  | 'CVE'
  | 'CZK'
  | 'DJF'
  | 'DKK'
  | 'DOP'
  | 'DZD'
  | 'EGP'
  | 'ERN'
  | 'ETB'
  | 'EUR'
  | 'FJD'
  | 'FKP'
  | 'GBP'
  | 'GEL'
  | 'GHS'
  | 'GIP'
  | 'GMD'
  | 'GNF'
  | 'GTQ'
  | 'GYD'
  | 'HKD'
  | 'HNL'
  | 'HRK'
  | 'HTG'
  | 'HUF'
  | 'IDR'
  | 'ILS'
  | 'INR'
  | 'IQD'
  | 'IRR'
  | 'ISK'
  | 'JEP'
  | 'JMD'
  | 'JOD'
  | 'JPY'
  | 'KES'
  | 'KGS'
  | 'KHR'
  | 'KID'
  | 'KMF'
  | 'KRW'
  | 'KWD'
  | 'KYD'
  | 'KZT'
  | 'LAK'
  | 'LBP'
  | 'LKR'
  | 'LRD'
  | 'LSL'
  | 'LTL'
  | 'LVL'
  | 'LYD'
  | 'MAD'
  | 'MDL'
  | 'MGA'
  | 'MKD'
  | 'MMK'
  | 'MNT'
  | 'MOP'
  | 'MRU'
  | 'MUR'
  | 'MVR'
  | 'MWK'
  | 'MXN'
  | 'MYR'
  | 'MZN'
  | 'NAD'
  | 'NGN'
  | 'NIO'
  | 'NOK'
  | 'NPR'
  | 'NZD'
  | 'OMR'
  | 'PAB'
  | 'PEN'
  | 'PGK'
  | 'PHP'
  | 'PKR'
  | 'PLN'
  | 'PYG'
  | 'QAR'
  | 'RON'
  | 'RSD'
  | 'RUB'
  | 'RWF'
  | 'SAR'
  | 'SBD'
  | 'SCR'
  | 'SDG'
  | 'SEK'
  | 'SGD'
  | 'SHP'
  | 'SLL'
  | 'SOS'
  | 'SRD'
  | 'SSP'
  | 'STD'
  | 'STN'
  | 'SYP'
  | 'SZL'
  | 'THB'
  | 'TJS'
  | 'TMT'
  | 'TND'
  | 'TOP'
  | 'TRY'
  | 'TTD'
  | 'TWD'
  | 'TZS'
  | 'UAH'
  | 'UGX'
  | 'USD'
  | 'USDC'
  | 'UYU'
  | 'UZS'
  | 'VED'
  | 'VEF'
  | 'VES'
  | 'VND'
  | 'VUV'
  | 'WST'
  | 'XAF'
  | 'XCD'
  | 'XOF'
  | 'XPF'
  | 'XXX'
  | 'YER'
  | 'ZAR'
  | 'ZMW';

export type ExchangeLineItemAppliedDiscountInput = {
  readonly description?: InputMaybe<Scalars['String']['input']>;
  readonly value: ExchangeLineItemAppliedDiscountValueInput;
};

export type ExchangeLineItemAppliedDiscountValueInput =
  { readonly amount: MoneyInput; readonly percentage?: never; }
  |  /** The value of the discount as a percentage. */
  { readonly amount?: never; readonly percentage: Scalars['Float']['input']; };

export type ExchangeLineItemInput = {
  readonly appliedDiscount?: InputMaybe<ExchangeLineItemAppliedDiscountInput>;
  readonly giftCardCodes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  readonly quantity: Scalars['Int']['input'];
  readonly variantId?: InputMaybe<Scalars['ID']['input']>;
};

export type ExchangeLineItemRemoveFromReturnInput = {
  readonly exchangeLineItemId: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
};

export type FulfillmentStatus =
  | 'CANCELLED'
  | 'ERROR'
  | 'FAILURE'
  | 'OPEN'
  | 'PENDING'
  | 'SUCCESS';

export type MoneyInput = {
  readonly amount: Scalars['Decimal']['input'];
  readonly currencyCode: CurrencyCode;
};

export type OrderAdjustmentInputDiscrepancyReason =
  | 'CUSTOMER'
  | 'DAMAGE'
  | 'OTHER'
  | 'RESTOCK';

export type OrderInvoiceSendUserErrorCode =
  | 'ORDER_INVOICE_SEND_UNSUCCESSFUL';

export type OrderTransactionErrorCode =
  | 'AMAZON_PAYMENTS_INVALID_PAYMENT_METHOD'
  | 'AMAZON_PAYMENTS_MAX_AMOUNT_CHARGED'
  | 'AMAZON_PAYMENTS_MAX_AMOUNT_REFUNDED'
  | 'AMAZON_PAYMENTS_MAX_AUTHORIZATIONS_CAPTURED'
  | 'AMAZON_PAYMENTS_MAX_REFUNDS_PROCESSED'
  | 'AMAZON_PAYMENTS_ORDER_REFERENCE_CANCELED'
  | 'AMAZON_PAYMENTS_STALE'
  | 'AMOUNT_TOO_LARGE'
  | 'AMOUNT_TOO_SMALL'
  | 'AUTHENTICATION_FAILED'
  | 'AUTHENTICATION_REQUIRED'
  | 'AUTHORIZATION_EXPIRED'
  | 'CALL_ISSUER'
  | 'CANCELLED_PAYMENT'
  | 'CARD_DECLINED'
  | 'CARD_TESTING'
  | 'CONFIG_ERROR'
  | 'DO_NOT_HONOR'
  | 'EXPIRED_CARD'
  | 'FRAUD_SUSPECTED'
  | 'GENERIC_ERROR'
  | 'INCORRECT_ADDRESS'
  | 'INCORRECT_CVC'
  | 'INCORRECT_NUMBER'
  | 'INCORRECT_PIN'
  | 'INCORRECT_ZIP'
  | 'INSTRUMENT_DECLINED'
  | 'INSUFFICIENT_FUNDS'
  | 'INVALID_AMOUNT'
  | 'INVALID_COUNTRY'
  | 'INVALID_CURRENCY'
  | 'INVALID_CVC'
  | 'INVALID_EXPIRY_DATE'
  | 'INVALID_NUMBER'
  | 'INVALID_PAYMENT_METHOD'
  | 'INVALID_PURCHASE_TYPE'
  | 'MERCHANT_ACCOUNT_ERROR'
  | 'MERCHANT_RULE'
  | 'PAYMENT_METHOD_UNAVAILABLE'
  | 'PAYMENT_METHOD_UNSUPPORTED'
  | 'PAYMENT_PROVIDER_ERROR'
  | 'PICK_UP_CARD'
  | 'PROCESSING_ERROR'
  | 'RETRY_DECLINED'
  | 'TEST_MODE_LIVE_CARD'
  | 'TRANSACTION_LIMIT_EXCEEDED'
  | 'UNSUPPORTED_FEATURE';

export type OrderTransactionInput = {
  readonly amount: Scalars['Money']['input'];
  readonly gateway: Scalars['String']['input'];
  readonly kind: OrderTransactionKind;
  readonly orderId: Scalars['ID']['input'];
  readonly parentId?: InputMaybe<Scalars['ID']['input']>;
};

export type OrderTransactionKind =
  | 'AUTHORIZATION'
  | 'CAPTURE'
  | 'CHANGE'
  | 'EMV_AUTHORIZATION'
  | 'REFUND'
  | 'SALE'
  | 'SUGGESTED_REFUND'
  | 'VOID';

export type OrderTransactionStatus =
  | 'AWAITING_RESPONSE'
  | 'ERROR'
  | 'FAILURE'
  | 'PENDING'
  | 'SUCCESS'
  | 'UNKNOWN';

export type ProductStatus =
  | 'ACTIVE'
  | 'ARCHIVED'
  | 'DRAFT'
  | 'UNLISTED';

export type ProductVariantInventoryPolicy =
  | 'CONTINUE'
  | 'DENY';

export type RefundDutyInput = {
  readonly dutyId: Scalars['ID']['input'];
  readonly refundType?: InputMaybe<RefundDutyRefundType>;
};

export type RefundDutyRefundType =
  | 'FULL'
  | 'PROPORTIONAL';

export type RefundInput = {
  readonly allowOverRefunding?: InputMaybe<Scalars['Boolean']['input']>;
  readonly currency?: InputMaybe<CurrencyCode>;
  readonly discrepancyReason?: InputMaybe<OrderAdjustmentInputDiscrepancyReason>;
  readonly note?: InputMaybe<Scalars['String']['input']>;
  readonly notify?: InputMaybe<Scalars['Boolean']['input']>;
  readonly orderId: Scalars['ID']['input'];
  readonly processedAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly refundDuties?: InputMaybe<ReadonlyArray<RefundDutyInput>>;
  readonly refundLineItems?: InputMaybe<ReadonlyArray<RefundLineItemInput>>;
  readonly refundMethods?: InputMaybe<ReadonlyArray<RefundMethodInput>>;
  readonly shipping?: InputMaybe<ShippingRefundInput>;
  readonly transactions?: InputMaybe<ReadonlyArray<OrderTransactionInput>>;
};

export type RefundLineItemInput = {
  readonly lineItemId: Scalars['ID']['input'];
  readonly locationId?: InputMaybe<Scalars['ID']['input']>;
  readonly quantity: Scalars['Int']['input'];
  readonly restockType?: InputMaybe<RefundLineItemRestockType>;
};

export type RefundLineItemRestockType =
  | 'CANCEL'
  | 'LEGACY_RESTOCK'
  | 'NO_RESTOCK'
  | 'RETURN';

export type RefundMethodAllocation =
  | 'ORIGINAL_PAYMENT_METHODS'
  | 'STORE_CREDIT';

export type RefundMethodInput =
  { readonly storeCreditRefund: StoreCreditRefundInput; };

export type RefundShippingInput = {
  readonly fullRefund?: InputMaybe<Scalars['Boolean']['input']>;
  readonly shippingRefundAmount?: InputMaybe<MoneyInput>;
};

export type RestockingFeeInput = {
  readonly percentage: Scalars['Float']['input'];
};

export type ReturnDeclineReason =
  | 'FINAL_SALE'
  | 'OTHER'
  | 'RETURN_PERIOD_ENDED';

export type ReturnDeclineRequestInput = {
  readonly declineNote?: InputMaybe<Scalars['String']['input']>;
  readonly declineReason: ReturnDeclineReason;
  readonly id: Scalars['ID']['input'];
  readonly notifyCustomer?: InputMaybe<Scalars['Boolean']['input']>;
};

export type ReturnErrorCode =
  | 'ALREADY_EXISTS'
  | 'BLANK'
  | 'CREATION_FAILED'
  | 'EQUAL_TO'
  | 'FEATURE_NOT_ENABLED'
  | 'GREATER_THAN'
  | 'GREATER_THAN_OR_EQUAL_TO'
  | 'INCLUSION'
  | 'INCOMPATIBLE_WITH_STANDARD_POLICY'
  | 'INTERNAL_ERROR'
  | 'INVALID'
  | 'INVALID_STATE'
  | 'LESS_THAN'
  | 'LESS_THAN_OR_EQUAL_TO'
  | 'MISSING_PERMISSION'
  | 'NOTIFICATION_FAILED'
  | 'NOT_A_NUMBER'
  | 'NOT_EDITABLE'
  | 'NOT_FOUND'
  | 'PRESENT'
  | 'TAKEN'
  | 'TOO_BIG'
  | 'TOO_LONG'
  | 'TOO_MANY_ARGUMENTS'
  | 'TOO_SHORT'
  | 'WRONG_LENGTH';

export type ReturnInput = {
  readonly exchangeLineItems?: InputMaybe<ReadonlyArray<ExchangeLineItemInput>>;
  readonly notifyCustomer?: InputMaybe<Scalars['Boolean']['input']>;
  readonly orderId: Scalars['ID']['input'];
  readonly requestedAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly returnLineItems: ReadonlyArray<ReturnLineItemInput>;
  readonly returnShippingFee?: InputMaybe<ReturnShippingFeeInput>;
  readonly unprocessed?: InputMaybe<Scalars['Boolean']['input']>;
};

export type ReturnLineItemInput = {
  readonly fulfillmentLineItemId: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
  readonly restockingFee?: InputMaybe<RestockingFeeInput>;
  readonly returnReason?: InputMaybe<ReturnReason>;
  readonly returnReasonDefinitionId?: InputMaybe<Scalars['ID']['input']>;
  readonly returnReasonNote?: InputMaybe<Scalars['String']['input']>;
};

export type ReturnProcessExchangeLineItemInput = {
  readonly id: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
};

export type ReturnProcessFinancialTransferInput =
  { readonly issueRefund: ReturnProcessRefundInput; };

export type ReturnProcessInput = {
  readonly exchangeLineItems?: InputMaybe<ReadonlyArray<ReturnProcessExchangeLineItemInput>>;
  readonly financialTransfer?: InputMaybe<ReturnProcessFinancialTransferInput>;
  readonly note?: InputMaybe<Scalars['String']['input']>;
  readonly notifyCustomer?: InputMaybe<Scalars['Boolean']['input']>;
  readonly refundDuties?: InputMaybe<ReadonlyArray<RefundDutyInput>>;
  readonly refundShipping?: InputMaybe<RefundShippingInput>;
  readonly returnId: Scalars['ID']['input'];
  readonly returnLineItems?: InputMaybe<ReadonlyArray<ReturnProcessReturnLineItemInput>>;
  readonly tipLineId?: InputMaybe<Scalars['ID']['input']>;
};

export type ReturnProcessRefundInput = {
  readonly allowOverRefunding?: InputMaybe<Scalars['Boolean']['input']>;
  readonly orderTransactions: ReadonlyArray<ReturnRefundOrderTransactionInput>;
  readonly refundMethods?: InputMaybe<ReadonlyArray<RefundMethodInput>>;
};

export type ReturnProcessReturnLineItemInput = {
  readonly dispositions?: InputMaybe<ReadonlyArray<ReverseFulfillmentOrderDisposeInput>>;
  readonly id: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
};

export type ReturnReason =
  | 'COLOR'
  | 'DEFECTIVE'
  | 'NOT_AS_DESCRIBED'
  | 'OTHER'
  | 'SIZE_TOO_LARGE'
  | 'SIZE_TOO_SMALL'
  | 'STYLE'
  | 'UNKNOWN'
  | 'UNWANTED'
  | 'WRONG_ITEM';

export type ReturnRefundOrderTransactionInput = {
  readonly parentId: Scalars['ID']['input'];
  readonly transactionAmount: MoneyInput;
};

export type ReturnRequestInput = {
  readonly orderId: Scalars['ID']['input'];
  readonly returnLineItems: ReadonlyArray<ReturnRequestLineItemInput>;
  readonly returnShippingFee?: InputMaybe<ReturnShippingFeeInput>;
};

export type ReturnRequestLineItemInput = {
  readonly customerNote?: InputMaybe<Scalars['String']['input']>;
  readonly fulfillmentLineItemId: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
  readonly restockingFee?: InputMaybe<RestockingFeeInput>;
  readonly returnReason?: InputMaybe<ReturnReason>;
  readonly returnReasonDefinitionId?: InputMaybe<Scalars['ID']['input']>;
};

export type ReturnShippingFeeInput = {
  readonly amount: MoneyInput;
};

export type ReturnStatus =
  | 'CANCELED'
  | 'CLOSED'
  | 'DECLINED'
  | 'OPEN'
  | 'REQUESTED';

export type ReverseFulfillmentOrderDisposeInput = {
  readonly dispositionType: ReverseFulfillmentOrderDispositionType;
  readonly locationId?: InputMaybe<Scalars['ID']['input']>;
  readonly quantity: Scalars['Int']['input'];
  readonly reverseFulfillmentOrderLineItemId: Scalars['ID']['input'];
};

export type ReverseFulfillmentOrderDispositionType =
  | 'MISSING'
  | 'NOT_RESTOCKED'
  | 'PROCESSING_REQUIRED'
  | 'RESTOCKED';

export type ReverseFulfillmentOrderStatus =
  | 'CANCELED'
  | 'CLOSED'
  | 'OPEN';

export type ShippingRefundInput = {
  readonly amount?: InputMaybe<Scalars['Money']['input']>;
  readonly fullRefund?: InputMaybe<Scalars['Boolean']['input']>;
};

export type ShopPolicyErrorCode =
  | 'TOO_BIG';

export type ShopPolicyInput = {
  readonly body: Scalars['String']['input'];
  readonly type: ShopPolicyType;
};

export type ShopPolicyType =
  | 'CONTACT_INFORMATION'
  | 'LEGAL_NOTICE'
  | 'PRIVACY_POLICY'
  | 'REFUND_POLICY'
  | 'SHIPPING_POLICY'
  | 'SUBSCRIPTION_POLICY'
  | 'TERMS_OF_SALE'
  | 'TERMS_OF_SERVICE';

export type StoreCreditAccountCreditInput = {
  readonly creditAmount: MoneyInput;
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  readonly notify?: InputMaybe<Scalars['Boolean']['input']>;
};

export type StoreCreditAccountCreditUserErrorCode =
  | 'ACCOUNT_NOT_FOUND'
  | 'CREDIT_LIMIT_EXCEEDED'
  | 'EXPIRES_AT_IN_PAST'
  | 'MISMATCHING_CURRENCY'
  | 'NEGATIVE_OR_ZERO_AMOUNT'
  | 'OWNER_NOT_FOUND'
  | 'UNSUPPORTED_CURRENCY';

export type StoreCreditRefundInput = {
  readonly amount: MoneyInput;
  readonly expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
};

export type StoreCreditSystemEvent =
  | 'ADJUSTMENT'
  | 'ORDER_CANCELLATION'
  | 'ORDER_PAYMENT'
  | 'ORDER_REFUND'
  | 'PAYMENT_FAILURE'
  | 'PAYMENT_RETURNED'
  | 'TAX_FINALIZATION';

export type SuggestedOutcomeExchangeLineItemInput = {
  readonly id: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
};

export type SuggestedOutcomeReturnLineItemInput = {
  readonly id: Scalars['ID']['input'];
  readonly quantity: Scalars['Int']['input'];
};

export type StartBulkQueryMutationVariables = Exact<{
  query: Scalars['String']['input'];
}>;

export type StartBulkQueryMutation = { readonly bulkOperationRunQuery: { readonly bulkOperation: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: BulkOperationUserErrorCode | null, readonly message: string }> } | null };

export type BulkOperationStateQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type BulkOperationStateQuery = { readonly bulkOperation: { readonly status: BulkOperationStatus, readonly errorCode: BulkOperationErrorCode | null, readonly objectCount: string, readonly url: string | null } | null };

export type FirstOrderQueryVariables = Exact<{ [key: string]: never; }>;

export type FirstOrderQuery = { readonly orders: { readonly nodes: ReadonlyArray<{ readonly processedAt: string }> } };

export type CatalogueWordsQueryVariables = Exact<{ [key: string]: never; }>;

export type CatalogueWordsQuery = { readonly productTags: { readonly nodes: ReadonlyArray<string> } | null, readonly productTypes: { readonly nodes: ReadonlyArray<string> } | null, readonly productVendors: { readonly nodes: ReadonlyArray<string> } | null, readonly markets: { readonly nodes: ReadonlyArray<{ readonly handle: string, readonly name: string }> }, readonly metafieldDefinitions: { readonly nodes: ReadonlyArray<{ readonly namespace: string, readonly key: string, readonly name: string }> } };

export type ExchangeGoodsQueryVariables = Exact<{
  orderId: Scalars['ID']['input'];
  products: ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;

export type ExchangeGoodsQuery = { readonly order: { readonly currentTotalDutiesSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } | null } | null, readonly nodes: ReadonlyArray<
    | { readonly id: string, readonly title: string, readonly status: ProductStatus, readonly publishedAt: string | null, readonly isGiftCard: boolean, readonly variantsCount: { readonly count: number } | null, readonly variants: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly availableForSale: boolean, readonly inventoryQuantity: number | null, readonly inventoryPolicy: ProductVariantInventoryPolicy, readonly inventoryItem: { readonly tracked: boolean } }> } }
    | Record<PropertyKey, never>
   | null> };

export type SearchGoodsQueryVariables = Exact<{
  query: Scalars['String']['input'];
  count: Scalars['Int']['input'];
}>;

export type SearchGoodsQuery = { readonly productVariants: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly availableForSale: boolean, readonly inventoryQuantity: number | null, readonly inventoryPolicy: ProductVariantInventoryPolicy, readonly inventoryItem: { readonly tracked: boolean }, readonly product: { readonly id: string, readonly title: string, readonly status: ProductStatus, readonly publishedAt: string | null, readonly isGiftCard: boolean } }> }, readonly productVariantsCount: { readonly count: number } | null };

export type VariantStockQueryVariables = Exact<{
  ids: ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;

export type VariantStockQuery = { readonly nodes: ReadonlyArray<
    | { readonly id: string, readonly title: string, readonly availableForSale: boolean, readonly inventoryQuantity: number | null, readonly inventoryPolicy: ProductVariantInventoryPolicy, readonly inventoryItem: { readonly tracked: boolean }, readonly product: { readonly id: string, readonly title: string, readonly status: ProductStatus, readonly publishedAt: string | null, readonly isGiftCard: boolean } }
    | Record<PropertyKey, never>
   | null> };

export type CalculateExchangeQueryVariables = Exact<{
  input: CalculateReturnInput;
}>;

export type CalculateExchangeQuery = { readonly returnCalculate: { readonly exchangeLineItems: ReadonlyArray<{ readonly quantity: number, readonly variant: { readonly id: string } | null, readonly originalUnitPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly subtotalSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalTaxSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } | null };

export type ExchangeStateQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  count: Scalars['Int']['input'];
}>;

export type ExchangeStateQuery = { readonly return: { readonly exchangeLineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly variantId: string | null, readonly quantity: number, readonly processedQuantity: number, readonly processableQuantity: number }> } } | null };

export type RemoveExchangeMutationVariables = Exact<{
  id: Scalars['ID']['input'];
  lines: ReadonlyArray<ExchangeLineItemRemoveFromReturnInput> | ExchangeLineItemRemoveFromReturnInput;
}>;

export type RemoveExchangeMutation = { readonly removeFromReturn: { readonly return: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type OrderOutstandingQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type OrderOutstandingQuery = { readonly order: { readonly totalOutstandingSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } } | null };

export type SendInvoiceMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type SendInvoiceMutation = { readonly orderInvoiceSend: { readonly order: { readonly id: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: OrderInvoiceSendUserErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type MarketOfCountryQueryVariables = Exact<{ [key: string]: never; }>;

export type MarketOfCountryQuery = { readonly markets: { readonly nodes: ReadonlyArray<{ readonly handle: string, readonly conditions: { readonly regionsCondition: { readonly regions: { readonly nodes: ReadonlyArray<
              | { readonly __typename: 'MarketRegionCountry', readonly code: CountryCode }
              | { readonly __typename: 'MarketRegionSubdivision' }
            > } } | null } | null }> } };

export type ReturnSettlementQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  lines: ReadonlyArray<SuggestedOutcomeReturnLineItemInput> | SuggestedOutcomeReturnLineItemInput;
  exchanges: ReadonlyArray<SuggestedOutcomeExchangeLineItemInput> | SuggestedOutcomeExchangeLineItemInput;
  count: Scalars['Int']['input'];
  allocation: RefundMethodAllocation;
  shipping: InputMaybe<RefundShippingInput>;
  duties: InputMaybe<ReadonlyArray<RefundDutyInput> | RefundDutyInput>;
}>;

export type ReturnSettlementQuery = { readonly return: { readonly id: string, readonly status: ReturnStatus, readonly order: { readonly taxesIncluded: boolean, readonly customer: { readonly id: string } | null }, readonly returnShippingFees: ReadonlyArray<{ readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }>, readonly returnLineItems: { readonly nodes: ReadonlyArray<
        | { readonly id: string, readonly quantity: number, readonly processedQuantity: number, readonly processableQuantity: number, readonly refundedQuantity: number, readonly restockingFee: { readonly percentage: number } | null }
        | { readonly id: string, readonly quantity: number, readonly processedQuantity: number, readonly processableQuantity: number, readonly refundedQuantity: number }
      > }, readonly refunds: { readonly nodes: ReadonlyArray<{ readonly id: string }> }, readonly suggestedFinancialOutcome: { readonly discountedSubtotal: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalTax: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalDuties: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shipping: { readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly taxSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }, readonly maximumRefundable: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly financialTransfer:
        | { readonly amount: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }
        | { readonly amount: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly suggestedRefundMethods: ReadonlyArray<{ readonly expiresAt: string | null, readonly amount: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }>, readonly suggestedTransactions: ReadonlyArray<{ readonly gateway: string | null, readonly formattedGateway: string | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly parentTransaction: { readonly id: string } | null }> }
       | null } | null } | null };

export type ProcessReturnMutationVariables = Exact<{
  input: ReturnProcessInput;
  tenders: Scalars['Int']['input'];
}>;

export type ProcessReturnMutation = { readonly returnProcess: { readonly return: { readonly id: string, readonly refunds: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly errorCode: OrderTransactionErrorCode | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } }> } } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type CustomerStoreCreditQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type CustomerStoreCreditQuery = { readonly customer: { readonly id: string, readonly storeCreditAccounts: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly balance: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly transactions: { readonly nodes: ReadonlyArray<
            | { readonly id: string, readonly createdAt: string, readonly event: StoreCreditSystemEvent, readonly amount: { readonly amount: string, readonly currencyCode: CurrencyCode } }
            | { readonly createdAt: string, readonly event: StoreCreditSystemEvent, readonly amount: { readonly amount: string, readonly currencyCode: CurrencyCode } }
            | { readonly createdAt: string, readonly event: StoreCreditSystemEvent, readonly amount: { readonly amount: string, readonly currencyCode: CurrencyCode } }
            | { readonly createdAt: string, readonly event: StoreCreditSystemEvent, readonly amount: { readonly amount: string, readonly currencyCode: CurrencyCode } }
          > } }> } } | null };

export type BonusCreditMutationVariables = Exact<{
  id: Scalars['ID']['input'];
  creditInput: StoreCreditAccountCreditInput;
}>;

export type BonusCreditMutation = { readonly storeCreditAccountCredit: { readonly storeCreditAccountTransaction: { readonly id: string, readonly amount: { readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly userErrors: ReadonlyArray<{ readonly code: StoreCreditAccountCreditUserErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type OrderRefundableQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type OrderRefundableQuery = { readonly order: { readonly id: string, readonly customer: { readonly id: string } | null, readonly totalOutstandingSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly suggestedRefund: { readonly maximumRefundableSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly suggestedTransactions: ReadonlyArray<{ readonly gateway: string | null, readonly formattedGateway: string | null, readonly maximumRefundableSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly parentTransaction: { readonly id: string } | null }> } | null, readonly refunds: ReadonlyArray<{ readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly errorCode: OrderTransactionErrorCode | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } }> } | null };

export type RefundOfOrderFragment = { readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly errorCode: OrderTransactionErrorCode | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } };

export type CreateRefundMutationVariables = Exact<{
  input: RefundInput;
  key: Scalars['String']['input'];
}>;

export type CreateRefundMutation = { readonly refundCreate: { readonly refund: { readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly errorCode: OrderTransactionErrorCode | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } } | null, readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type OrderExtrasQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after: InputMaybe<Scalars['String']['input']>;
}>;

export type OrderExtrasQuery = { readonly order: { readonly customerJourneySummary: { readonly customerOrderIndex: number | null } | null, readonly lineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly variant: { readonly id: string } | null, readonly sellingPlan: { readonly name: string } | null, readonly lineItemGroup: { readonly id: string } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type OrdersToTryQueryVariables = Exact<{
  query: Scalars['String']['input'];
}>;

export type OrdersToTryQuery = { readonly orders: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly processedAt: string, readonly totalPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shippingAddress: { readonly countryCodeV2: CountryCode | null } | null, readonly lineItems: { readonly nodes: ReadonlyArray<{ readonly title: string, readonly quantity: number }>, readonly pageInfo: { readonly hasNextPage: boolean } } }> } };

export type OrderMoneyQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  count: Scalars['Int']['input'];
  credits: ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;

export type OrderMoneyQuery = { readonly order: { readonly name: string, readonly totalReceivedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly refunds: ReadonlyArray<{ readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly return: { readonly id: string } | null, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }>, readonly pageInfo: { readonly hasNextPage: boolean } } }> } | null, readonly nodes: ReadonlyArray<
    | { readonly id: string, readonly amount: { readonly amount: string, readonly currencyCode: CurrencyCode } }
    | Record<PropertyKey, never>
   | null> };

export type RefundLinesQueryVariables = Exact<{
  ids: ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input'];
}>;

export type RefundLinesQuery = { readonly nodes: ReadonlyArray<
    | { readonly id: string, readonly refundLineItems: { readonly nodes: ReadonlyArray<{ readonly lineItem: { readonly id: string } }> } }
    | Record<PropertyKey, never>
   | null> };

export type OrderForReturnQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  withReasons: Scalars['Boolean']['input'];
}>;

export type OrderForReturnQuery = { readonly order: { readonly id: string, readonly name: string, readonly processedAt: string, readonly cancelledAt: string | null, readonly currencyCode: CurrencyCode, readonly presentmentCurrencyCode: CurrencyCode, readonly email: string | null, readonly phone: string | null, readonly tags: ReadonlyArray<string>, readonly discountCodes: ReadonlyArray<string>, readonly test: boolean, readonly sourceName: string | null, readonly paymentGatewayNames: ReadonlyArray<string>, readonly totalPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalDiscountsSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } | null, readonly shippingAddress: { readonly countryCodeV2: CountryCode | null, readonly provinceCode: string | null, readonly zip: string | null, readonly name: string | null, readonly formatted: ReadonlyArray<string> } | null, readonly billingAddress: { readonly countryCodeV2: CountryCode | null, readonly provinceCode: string | null, readonly zip: string | null, readonly name: string | null } | null, readonly customer: { readonly id: string, readonly tags: ReadonlyArray<string>, readonly numberOfOrders: string, readonly createdAt: string } | null, readonly purchasingEntity:
      | { readonly __typename: 'Customer' }
      | { readonly __typename: 'PurchasingCompany' }
     | null, readonly fulfillments: ReadonlyArray<{ readonly id: string, readonly createdAt: string, readonly deliveredAt: string | null, readonly status: FulfillmentStatus, readonly fulfillmentLineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly quantity: number | null, readonly lineItem: { readonly id: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } }>, readonly lineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly variantTitle: string | null, readonly sku: string | null, readonly vendor: string | null, readonly isGiftCard: boolean, readonly requiresShipping: boolean, readonly unfulfilledQuantity: number, readonly image: { readonly url: string } | null, readonly product: { readonly id: string, readonly productType: string, readonly tags: ReadonlyArray<string> } | null, readonly originalTotalSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly originalUnitPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly discountedUnitPriceAfterAllDiscountsSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null, readonly returnableFulfillments: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly returnableFulfillmentLineItems: { readonly nodes: ReadonlyArray<{ readonly quantity: number, readonly fulfillmentLineItem: { readonly id: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } }, readonly returnReasonDefinitions?: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly handle: string, readonly name: string, readonly deleted: boolean }> } };

export type OrderLineForReturnFragment = { readonly id: string, readonly title: string, readonly variantTitle: string | null, readonly sku: string | null, readonly vendor: string | null, readonly isGiftCard: boolean, readonly requiresShipping: boolean, readonly unfulfilledQuantity: number, readonly image: { readonly url: string } | null, readonly product: { readonly id: string, readonly productType: string, readonly tags: ReadonlyArray<string> } | null, readonly originalTotalSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly originalUnitPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly discountedUnitPriceAfterAllDiscountsSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } };

export type MoreOrderLinesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after: Scalars['String']['input'];
}>;

export type MoreOrderLinesQuery = { readonly order: { readonly lineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly variantTitle: string | null, readonly sku: string | null, readonly vendor: string | null, readonly isGiftCard: boolean, readonly requiresShipping: boolean, readonly unfulfilledQuantity: number, readonly image: { readonly url: string } | null, readonly product: { readonly id: string, readonly productType: string, readonly tags: ReadonlyArray<string> } | null, readonly originalTotalSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly originalUnitPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly discountedUnitPriceAfterAllDiscountsSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type MoreOrderLineForReturnFragment = { readonly id: string, readonly title: string, readonly variantTitle: string | null, readonly sku: string | null, readonly vendor: string | null, readonly isGiftCard: boolean, readonly requiresShipping: boolean, readonly unfulfilledQuantity: number, readonly image: { readonly url: string } | null, readonly product: { readonly id: string, readonly productType: string, readonly tags: ReadonlyArray<string> } | null, readonly originalTotalSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly originalUnitPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly discountedUnitPriceAfterAllDiscountsSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } };

export type MoreFulfillmentLinesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after: Scalars['String']['input'];
}>;

export type MoreFulfillmentLinesQuery = { readonly fulfillment: { readonly fulfillmentLineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly quantity: number | null, readonly lineItem: { readonly id: string } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } } | null };

export type MoreReturnableLinesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  after: InputMaybe<Scalars['String']['input']>;
}>;

export type MoreReturnableLinesQuery = { readonly returnableFulfillments: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly returnableFulfillmentLineItems: { readonly nodes: ReadonlyArray<{ readonly quantity: number, readonly fulfillmentLineItem: { readonly id: string } }>, readonly pageInfo: { readonly hasNextPage: boolean } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type OrdersByNameQueryVariables = Exact<{
  query: Scalars['String']['input'];
}>;

export type OrdersByNameQuery = { readonly orders: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly email: string | null, readonly phone: string | null, readonly totalPriceSet: { readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly shippingAddress: { readonly zip: string | null, readonly phone: string | null } | null, readonly billingAddress: { readonly zip: string | null, readonly phone: string | null } | null }> }, readonly currentAppInstallation: { readonly accessScopes: ReadonlyArray<{ readonly handle: string }> } };

export type CustomerOrdersQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type CustomerOrdersQuery = { readonly customer: { readonly orders: { readonly nodes: ReadonlyArray<{ readonly id: string }> } } | null };

export type RefundableExtrasQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type RefundableExtrasQuery = { readonly order: { readonly suggestedRefund: { readonly shipping: { readonly maximumRefundableSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } } } | null, readonly lineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly duties: ReadonlyArray<{ readonly id: string, readonly price: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> }> }, readonly refunds: ReadonlyArray<{ readonly duties: ReadonlyArray<{ readonly originalDuty: { readonly id: string } | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> | null }> } | null };

export type CalculateReturnQueryVariables = Exact<{
  input: CalculateReturnInput;
  orderId: Scalars['ID']['input'];
}>;

export type CalculateReturnQuery = { readonly order: { readonly taxesIncluded: boolean, readonly netPaymentSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalOutstandingSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly suggestedRefund: { readonly shipping: { readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly taxSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }, readonly suggestedTransactions: ReadonlyArray<{ readonly gateway: string | null, readonly formattedGateway: string | null, readonly maximumRefundableSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } | null }> } | null } | null, readonly returnCalculate: { readonly returnLineItems: ReadonlyArray<{ readonly quantity: number, readonly fulfillmentLineItem: { readonly id: string, readonly lineItem: { readonly originalUnitPriceSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } } }, readonly subtotalSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly totalTaxSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly restockingFee: { readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } } | null }>, readonly returnShippingFee: { readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode }, readonly shopMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } } | null } | null };

export type ReturnsOfOrderQueryVariables = Exact<{
  orderId: Scalars['ID']['input'];
  lines: Scalars['Int']['input'];
}>;

export type ReturnsOfOrderQuery = { readonly order: { readonly returns: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly status: ReturnStatus, readonly createdAt: string, readonly returnLineItems: { readonly nodes: ReadonlyArray<
            | { readonly returnReasonNote: string, readonly customerNote: string | null, readonly id: string, readonly quantity: number, readonly fulfillmentLineItem: { readonly id: string } }
            | { readonly id: string, readonly quantity: number }
          > } }> } } | null };

export type ReturnStateQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  lines: Scalars['Int']['input'];
}>;

export type ReturnStateQuery = { readonly return: { readonly id: string, readonly name: string, readonly status: ReturnStatus, readonly closedAt: string | null, readonly decline: { readonly reason: ReturnDeclineReason, readonly note: string | null } | null, readonly order: { readonly id: string }, readonly returnLineItems: { readonly nodes: ReadonlyArray<
        | { readonly id: string, readonly quantity: number, readonly processedQuantity: number, readonly refundedQuantity: number, readonly fulfillmentLineItem: { readonly id: string } }
        | { readonly id: string, readonly quantity: number, readonly processedQuantity: number, readonly refundedQuantity: number }
      > }, readonly refunds: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly errorCode: OrderTransactionErrorCode | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } }> } } | null };

export type RefundOfReturnFragment = { readonly id: string, readonly note: string | null, readonly createdAt: string | null, readonly totalRefundedSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } }, readonly transactions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly kind: OrderTransactionKind, readonly status: OrderTransactionStatus, readonly gateway: string | null, readonly errorCode: OrderTransactionErrorCode | null, readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }> } };

export type ReturnFeesQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  lines: Scalars['Int']['input'];
}>;

export type ReturnFeesQuery = { readonly return: { readonly returnShippingFees: ReadonlyArray<{ readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } }>, readonly returnLineItems: { readonly nodes: ReadonlyArray<
        | { readonly id: string, readonly restockingFee: { readonly amountSet: { readonly presentmentMoney: { readonly amount: string, readonly currencyCode: CurrencyCode } } } | null }
        | { readonly id: string }
      > } } | null };

export type ReturnGoodsQueryVariables = Exact<{
  id: Scalars['ID']['input'];
  lines: Scalars['Int']['input'];
}>;

export type ReturnGoodsQuery = { readonly return: { readonly status: ReturnStatus, readonly reverseFulfillmentOrders: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly status: ReverseFulfillmentOrderStatus, readonly lineItems: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly totalQuantity: number, readonly fulfillmentLineItem: { readonly id: string } | null, readonly dispositions: ReadonlyArray<{ readonly type: ReverseFulfillmentOrderDispositionType, readonly quantity: number, readonly location: { readonly id: string } | null }> }> } }> } } | null };

export type CreateReturnMutationVariables = Exact<{
  input: ReturnInput;
  lines: Scalars['Int']['input'];
}>;

export type CreateReturnMutation = { readonly returnCreate: { readonly return: { readonly id: string, readonly name: string, readonly status: ReturnStatus, readonly returnLineItems: { readonly nodes: ReadonlyArray<
          | { readonly id: string, readonly quantity: number, readonly fulfillmentLineItem: { readonly id: string } }
          | { readonly id: string, readonly quantity: number }
        > } } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type RequestReturnMutationVariables = Exact<{
  input: ReturnRequestInput;
  lines: Scalars['Int']['input'];
}>;

export type RequestReturnMutation = { readonly returnRequest: { readonly return: { readonly id: string, readonly name: string, readonly status: ReturnStatus, readonly returnLineItems: { readonly nodes: ReadonlyArray<
          | { readonly id: string, readonly quantity: number, readonly fulfillmentLineItem: { readonly id: string } }
          | { readonly id: string, readonly quantity: number }
        > } } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type ApproveReturnMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type ApproveReturnMutation = { readonly returnApproveRequest: { readonly return: { readonly id: string, readonly status: ReturnStatus } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type DeclineReturnMutationVariables = Exact<{
  input: ReturnDeclineRequestInput;
}>;

export type DeclineReturnMutation = { readonly returnDeclineRequest: { readonly return: { readonly id: string, readonly status: ReturnStatus } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type CloseReturnMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type CloseReturnMutation = { readonly returnClose: { readonly return: { readonly id: string, readonly status: ReturnStatus } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type CancelReturnMutationVariables = Exact<{
  id: Scalars['ID']['input'];
}>;

export type CancelReturnMutation = { readonly returnCancel: { readonly return: { readonly id: string, readonly status: ReturnStatus } | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type DisposeItemsMutationVariables = Exact<{
  inputs: ReadonlyArray<ReverseFulfillmentOrderDisposeInput> | ReverseFulfillmentOrderDisposeInput;
}>;

export type DisposeItemsMutation = { readonly reverseFulfillmentOrderDispose: { readonly reverseFulfillmentOrderLineItems: ReadonlyArray<{ readonly id: string }> | null, readonly userErrors: ReadonlyArray<{ readonly code: ReturnErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };

export type LocationsQueryVariables = Exact<{ [key: string]: never; }>;

export type LocationsQuery = { readonly locations: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly isActive: boolean, readonly address: { readonly formatted: ReadonlyArray<string> } }> } };

export type ReturnReasonsQueryVariables = Exact<{ [key: string]: never; }>;

export type ReturnReasonsQuery = { readonly returnReasonDefinitions: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly handle: string, readonly name: string, readonly deleted: boolean }> } };

export type ShopFactsQueryVariables = Exact<{ [key: string]: never; }>;

export type ShopFactsQuery = { readonly shop: { readonly id: string, readonly name: string, readonly contactEmail: string, readonly ianaTimezone: string, readonly currencyCode: CurrencyCode, readonly shopAddress: { readonly countryCodeV2: CountryCode | null } } };

export type StorefrontAddressQueryVariables = Exact<{ [key: string]: never; }>;

export type StorefrontAddressQuery = { readonly shop: { readonly primaryDomain: { readonly url: string } } };

export type ShopPoliciesQueryVariables = Exact<{ [key: string]: never; }>;

export type ShopPoliciesQuery = { readonly shop: { readonly shopPolicies: ReadonlyArray<{ readonly type: ShopPolicyType, readonly body: string, readonly updatedAt: string, readonly url: string }> } };

export type OwnScopesQueryVariables = Exact<{ [key: string]: never; }>;

export type OwnScopesQuery = { readonly currentAppInstallation: { readonly accessScopes: ReadonlyArray<{ readonly handle: string }> } };

export type WriteShopPolicyMutationVariables = Exact<{
  shopPolicy: ShopPolicyInput;
}>;

export type WriteShopPolicyMutation = { readonly shopPolicyUpdate: { readonly shopPolicy: { readonly url: string } | null, readonly userErrors: ReadonlyArray<{ readonly code: ShopPolicyErrorCode | null, readonly field: ReadonlyArray<string> | null, readonly message: string }> } | null };
