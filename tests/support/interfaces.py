"""Microsoft's interfaces for certificate enrolment, member by member: what a page may use, what is refused and why."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """How a page uses the member, the HRESULT it gets, and why."""

    use: str
    number: int
    why: str


class Interface(NamedTuple):
    """A class: how a page comes by an object of it, the members that work, and those that are refused."""

    made_by: str
    works: str
    refused: dict[str, Refusal]


DENIED, NO_DOMAIN, NOT_FOUND = 0x80070005, 0x8007054B, 0x80092004
EMPTY, NOT_IMPLEMENTED = 0x80094004, 0x80004001

_SECRET = "a private key never comes into the page nor goes out of it"
_MACHINE = "a page on the web removes nothing from the PC"
_TEMPLATE = "templates and policies are a domain's, and the PC is in none"
_OLDER = "no page sees which certificates the person has, so none of them is renewed or signs"
_PUBLIC = "a request without its private key cannot be signed"
_FILES = "a page on the web neither reads nor writes files"

_COLLECTION = "Count ItemByIndex _NewEnum Add Remove Clear"


def _made(name: str) -> str:
    return f"make('{name}')"


def _class(name: str, works: str, **refused: tuple[str, int, str]) -> tuple[str, Interface]:
    return name, Interface(_made(name), works, {key: Refusal(*value) for key, value in refused.items()})


def _from(made_by: str, name: str, works: str, **refused: tuple[str, int, str]) -> tuple[str, Interface]:
    return name, Interface(made_by, works, {key: Refusal(*value) for key, value in refused.items()})


_REQUEST = (
    "Type EnrollmentContext Silent ParentWindow UIContextMessage SuppressDefaults RenewalCertificate ClientId "
    "CspInformations HashAlgorithm AlternateSignatureAlgorithm Encode ResetForEncode GetInnerRequest RawData "
    "PolicyServer Template "
)
_TEMPLATES = {
    "InitializeFromTemplateName": ("(1, 'User')", NO_DOMAIN, _TEMPLATE),
    "InitializeFromTemplate": ("(1, null, null)", NO_DOMAIN, _TEMPLATE),
}
_RENEWING = {
    "InitializeFromCertificate": ("(1, true, 'AA==', 1, 0)", NOT_FOUND, _OLDER),
    "InitializeDecode": (
        "('AA==', 1)",
        NOT_IMPLEMENTED,
        "a page hands in no such request that was made elsewhere",
    ),
    "CheckCertificateSignature": ("(true)", EMPTY, _OLDER),
    "Initialize": ("(1)", NOT_IMPLEMENTED, "it begins with the request within"),
}
_EXTENSION = "ObjectId Critical RawData Initialize InitializeDecode InitializeEncode "
_PROPERTY = (
    "PropertyId RawData Initialize InitializeDecode SetValueOnCertificate RemoveFromCertificate "
    "InitializeFromCertificate "
)

FROM_THE_WEB = dict(
    (
        _class(
            "CCertProperties",
            _COLLECTION + " InitializeFromCertificate",
        ),
        _class("CCertPropertyDescription", _PROPERTY + "Description"),
        _class("CCertPropertyFriendlyName", _PROPERTY + "FriendlyName"),
        _class(
            "CCspInformation",
            "Name Type LegacyCsp Valid Version KeySpec IsHardwareDevice IsSoftwareDevice IsRemovable IsSmartCard "
            "HasHardwareRandomNumberGenerator MaxKeyContainerNameLength CspAlgorithms InitializeFromName "
            "InitializeFromType GetCspStatusFromOperations GetDefaultSecurityDescriptor",
        ),
        _class(
            "CCspInformations",
            _COLLECTION + " ItemByName AddAvailableCsps GetCspStatuses GetCspStatusesFromOperations "
            "GetCspStatusFromProviderName GetEncryptionCspAlgorithms GetHashAlgorithms",
        ),
        _class("CCspStatus", "Initialize Ordinal CspAlgorithm CspInformation EnrollmentStatus DisplayName"),
        _class(
            "CObjectId",
            "Name FriendlyName Value InitializeFromName InitializeFromValue InitializeFromAlgorithmName "
            "GetAlgorithmName",
        ),
        _class("CObjectIds", _COLLECTION + " AddRange"),
        _class(
            "CSignerCertificate",
            "SignatureInformation Silent ParentWindow UIContextMessage Pin",
            Initialize=("(false, 0, 1, 'AA==')", NOT_FOUND, _OLDER),
            Certificate=("(1)", EMPTY, _OLDER),
            PrivateKey=("", EMPTY, _OLDER),
        ),
        _class("CX500DistinguishedName", "Name EncodedName Encode Decode"),
        _class(
            "CX509CertificateRequestPkcs10",
            _REQUEST
            + "Initialize InitializeFromPrivateKey InitializeDecode CheckSignature IsSmartCard TemplateObjectId "
            "PublicKey PrivateKey NullSigned ReuseKey Subject CspStatuses SmimeCapabilities SignatureInformation "
            "KeyContainerNamePrefix CryptAttributes X509Extensions CriticalExtensions SuppressOids RawDataToBeSigned "
            "Signature GetCspStatuses AttestPrivateKey AttestPrivateKeyPreferred AttestationEncryptionCertificate "
            "EncryptionAlgorithm EncryptionStrength ChallengePassword NameValuePairs ClaimType",
            OldCertificate=("(1)", EMPTY, _OLDER),
            InitializeFromPublicKey=("(1, make('CX509PublicKey'), '')", DENIED, _PUBLIC),
            InitializeFromPublicKeyTemplate=("(1, make('CX509PublicKey'), null, null)", NO_DOMAIN, _TEMPLATE),
            InitializeFromPrivateKeyTemplate=(
                "(1, make('CX509PrivateKey'), null, null)",
                NO_DOMAIN,
                _TEMPLATE,
            ),
            InitializeFromCertificate=("(1, 'AA==', 1, 0)", NOT_FOUND, _OLDER),
            **_TEMPLATES,
        ),
        _class(
            "CX509CertificateRequestPkcs7",
            _REQUEST.replace("Encode ", "", 1) + "InitializeFromInnerRequest RequesterName SignerCertificate",
            Encode=("__signed", EMPTY, _OLDER),
            **_TEMPLATES,
            **_RENEWING,
        ),
        _class(
            "CX509CertificateRequestCmc",
            _REQUEST
            + "InitializeFromInnerRequest RequesterName SignerCertificate CheckSignature CspStatuses "
            "CriticalExtensions CryptAttributes X509Extensions SuppressOids NameValuePairs SignatureInformation "
            "TemplateObjectId NullSigned TransactionId SenderNonce SignerCertificates KeyArchivalCertificate "
            "EncryptionAlgorithm EncryptionStrength",
            ArchivePrivateKey=(" = true", DENIED, _SECRET),
            EncryptedKeyHash=("(1)", EMPTY, _SECRET),
            InitializeFromInnerRequestTemplateName=(
                "(make('CX509PrivateKey'), 'User')",
                NO_DOMAIN,
                _TEMPLATE,
            ),
            InitializeFromInnerRequestTemplate=(
                "(make('CX509PrivateKey'), null, null)",
                NO_DOMAIN,
                _TEMPLATE,
            ),
            **_TEMPLATES,
            **_RENEWING,
        ),
        _class(
            "CX509Enrollment",
            "Initialize InitializeFromRequest CreateRequest InstallResponse InstallResponse2 Request Silent "
            "ParentWindow NameValuePairs EnrollmentContext Status Certificate Response CertificateFriendlyName "
            "CertificateDescription RequestId RequestIdString CAConfigString PolicyServer Template",
            Enroll=("()", NO_DOMAIN, _TEMPLATE),
            CreatePFX=("('secret', 0, 1)", DENIED, _SECRET),
            **_TEMPLATES,
        ),
        _class(
            "CX509EnrollmentHelper",
            "",
            Initialize=("(1)", NO_DOMAIN, _TEMPLATE),
            AddPolicyServer=("('', '', 0, 0, '', '')", NO_DOMAIN, _TEMPLATE),
            AddEnrollmentServer=("('', 0, '', '')", NO_DOMAIN, _TEMPLATE),
            Enroll=("('', '', 1, 0)", NO_DOMAIN, _TEMPLATE),
        ),
        _class("CX509Extension", "ObjectId Critical RawData Initialize"),
        _class("CX509ExtensionEnhancedKeyUsage", _EXTENSION + "EnhancedKeyUsage"),
        _class("CX509ExtensionKeyUsage", _EXTENSION + "KeyUsage"),
        _class("CX509ExtensionTemplate", _EXTENSION + "TemplateOid MajorVersion MinorVersion"),
        _class("CX509ExtensionTemplateName", _EXTENSION + "TemplateName"),
        _class("CX509Extensions", _COLLECTION + " AddRange IndexByObjectId"),
        _class(
            "CX509PrivateKey",
            "Algorithm Certificate ContainerName ContainerNamePrefix CspInformations CspStatus DefaultContainer "
            "Description Existing ExportPolicy FriendlyName KeyProtection KeySpec KeyUsage LegacyCsp Length "
            "MachineContext Opened ParentWindow Pin ProviderName ProviderType ReaderName SecurityDescriptor Silent "
            "UIContextMessage UniqueContainerName HardwareKeyUsage AlternateStorageLocation AlgorithmName "
            "AlgorithmParameters ParametersExportType Close Create ExportPublicKey Open Verify",
            Delete=("()", DENIED, _MACHINE),
            Export=("('PRIVATEBLOB', 1)", DENIED, _SECRET),
            Import=("('PRIVATEBLOB', 'AA==', 1)", DENIED, _SECRET),
        ),
    )
)
"""What IX509EnrollmentWebClassFactory::CreateObject makes, as Microsoft lists it."""

REACHED = dict(
    (
        _from("csps()", "CCspInformations, filled", "Count"),
        _from("csps()(0).CspAlgorithms", "CCspAlgorithms", _COLLECTION + " ItemByName IndexByObjectId"),
        _from(
            "csps()(0).CspAlgorithms(0)",
            "CCspAlgorithm",
            "Name LongName Type Operations DefaultLength MinLength MaxLength IncrementLength Valid GetAlgorithmOid",
        ),
        _from(
            "csps().GetCspStatuses(1)",
            "CCspStatuses",
            _COLLECTION + " ItemByName ItemByOrdinal ItemByOperations ItemByProvider",
        ),
        _from(
            "make('CX509Enrollment').Status",
            "CX509EnrollmentStatus",
            "Status Text ErrorText Selected Display Error AppendText",
        ),
        _from(
            "make('CX509PublicKey')",
            "CX509PublicKey",
            "Length Algorithm EncodedKey EncodedParameters ComputeKeyIdentifier InitializeFromEncodedPublicKeyInfo",
            Initialize=("(make('CObjectId'), '', '', 1)", DENIED, _PUBLIC),
        ),
        _from("request().CryptAttributes", "CCryptAttributes", _COLLECTION + " AddRange IndexByObjectId"),
        _from("request().NameValuePairs", "CX509NameValuePairs", _COLLECTION),
        _from(
            "request().SignatureInformation",
            "CX509SignatureInformation",
            "HashAlgorithm PublicKeyAlgorithm AlternateSignatureAlgorithm AlternateSignatureAlgorithmSet NullSigned "
            "GetSignatureAlgorithm SetDefaultValues",
            Parameters=("(1)", EMPTY, "RSA and the curves of Windows have none"),
        ),
        _class("CCryptAttribute", "ObjectId Values InitializeFromObjectId InitializeFromValues"),
        _class("CX509Attribute", "ObjectId RawData Initialize"),
        _class("CX509Attributes", _COLLECTION),
        _class("CX509AttributeExtensions", "ObjectId X509Extensions InitializeEncode"),
        _class("CX509NameValuePair", "Name Value Initialize"),
        _class("CBinaryConverter", "StringToString"),
        _class(
            "CAlternativeName",
            "Type StrValue ObjectId RawData InitializeFromString InitializeFromRawData",
            InitializeFromOtherName=(
                "(make('CObjectId'), 1, '', false)",
                NOT_IMPLEMENTED,
                "no authority for clients takes a name of another kind from a page",
            ),
        ),
        _class("CAlternativeNames", _COLLECTION),
        _class("CCertificatePolicy", "ObjectId PolicyQualifiers Initialize"),
        _class("CCertificatePolicies", _COLLECTION),
        _class("CX509ExtensionBasicConstraints", _EXTENSION + "IsCA PathLenConstraint"),
        _class("CX509ExtensionAlternativeNames", _EXTENSION + "AlternativeNames"),
        _class("CX509ExtensionSubjectKeyIdentifier", _EXTENSION + "SubjectKeyIdentifier"),
        _class("CX509ExtensionMSApplicationPolicies", _EXTENSION + "Policies"),
        _from(
            "new ActiveXObject('X509Enrollment.CX509EnrollmentWebClassFactory')",
            "CX509EnrollmentWebClassFactory",
            "CreateObject",
        ),
    )
)
"""What those objects give out, and what the stand-in makes besides."""

OLDER = dict(
    (
        _from(
            "new ActiveXObject('CEnroll.CEnroll')",
            "CEnroll",
            # ICEnroll
            "createPKCS10 acceptPKCS7 getCertFromPKCS7 enumProviders enumContainers freeRequestInfo MyStoreName "
            "MyStoreType MyStoreFlags CAStoreName CAStoreType CAStoreFlags RootStoreName RootStoreType RootStoreFlags "
            "RequestStoreName RequestStoreType RequestStoreFlags ContainerName ProviderName ProviderType KeySpec "
            "ProviderFlags UseExistingKeySet GenKeyFlags DeleteRequestCert WriteCertToCSP HashAlgorithm "
            # ICEnroll2
            "addCertTypeToRequest addNameValuePairToSignature WriteCertToUserDS EnableT61DNEncoding "
            # ICEnroll3
            "InstallPKCS7 Reset GetSupportedKeySpec GetKeyLen EnumAlgs GetAlgName ReuseHardwareKeyIfUnableToGenNew "
            "HashAlgID LimitExchangeKeyToEncipherment EnableSMIMECapabilities "
            # ICEnroll4
            "ThumbPrint binaryToString stringToBinary addExtensionToRequest addAttributeToRequest "
            "addNameValuePairToRequest resetExtensions resetAttributes createRequest acceptResponse "
            "getCertFromResponse setPendingRequestInfo enumPendingRequest removePendingRequest GetKeyLenEx "
            "InstallPKCS7Ex addCertTypeToRequestEx getProviderType SignerCertificate ClientId IncludeSubjectKeyID "
            "addBlobPropertyToCertificate resetBlobProperties",
            SPCFileName=(" = 'a.spc'", DENIED, _FILES),
            PVKFileName=(" = 'a.pvk'", DENIED, _FILES),
            createFilePKCS10=("('CN=a', '', 'a.p10')", DENIED, _FILES),
            acceptFilePKCS7=("('a.p7b')", DENIED, _FILES),
            createFileRequest=("(1, 'CN=a', '', 'a.req')", DENIED, _FILES),
            acceptFileResponse=("('a.p7b')", DENIED, _FILES),
            getCertFromFileResponse=("('a.p7b')", DENIED, _FILES),
            PrivateKeyArchiveCertificate=(" = 'AA=='", DENIED, _SECRET),
            createPFX=("('secret')", DENIED, _SECRET),
            createFilePFX=("('secret', 'a.pfx')", DENIED, _SECRET),
        ),
    )
)
"""XEnroll: ICEnroll to ICEnroll4."""

INTERFACES = {**FROM_THE_WEB, **REACHED, **OLDER}
