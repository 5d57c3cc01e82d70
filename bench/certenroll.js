// As much of Windows' CertEnroll objects as the pages ask for. The request was made before, outside the page.
window.installed = "";
window.ActiveXObject = function () {
  return { CreateObject: (name) => objects[name] ? objects[name]() : {} };
};
const provider = { Name: "Microsoft Enhanced Cryptographic Provider v1.0", Type: 1, LegacyCsp: true };
const objects = {
  "X509Enrollment.CCspInformations": () => ({
    AddAvailableCsps() {},
    Count: 1,
    ItemByIndex: () => provider,
    GetCspStatusFromProviderName: () => ({ CspAlgorithm: { MinLength: 2048, MaxLength: 4096 } }),
  }),
  "X509Enrollment.CX500DistinguishedName": () => ({ Encode() {} }),
  "X509Enrollment.CObjectId": () => ({ InitializeFromValue() {} }),
  "X509Enrollment.CX509CertificateRequestPkcs10": () => ({ InitializeFromPrivateKey() {} }),
  "X509Enrollment.CX509Enrollment": () => ({
    Initialize() {},
    InitializeFromRequest() {},
    CreateRequest: () => REQUEST,
    InstallResponse(restrictions, response) {
      window.installed = response;
    },
  }),
};
