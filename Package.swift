// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the design: it may import the rooms it names, which are those below it.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], without files: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: files,
    swiftSettings: strict)
}

let package = Package(
  name: "sockratic",
  products: [
    .executable(name: "sockratic", targets: ["sockratic"]),
    .executable(name: "sockratic-benchmark", targets: ["sockratic-benchmark"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CLibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(name: "CLinux"),
    .target(name: "CLessons", exclude: ["lesson-format.md"]),
    .target(name: "CTerminal"),
    room("SystemCalls", ["CLinux"]),
    room("Language", ["SystemCalls", "Log"]),
    room("Log", ["SystemCalls"]),
    room("Frames", ["CLinux", "SystemCalls", "Log"]),
    room("Wire", ["CLinux", "SystemCalls", "Log", "Frames"]),
    room("Explanations", ["SystemCalls", "Log"]),
    room("Views", ["SystemCalls", "Log"]),
    room(
      "Roles",
      ["CLinux", "SystemCalls", "Language", "Log", "Frames", "Wire", "Explanations", "Views"]),
    room("Lessons", ["CCMark", "CLessons", "SystemCalls", "Language", "Log", "Views", "Roles"]),
    room("LineEditor", ["CLibedit", "CTerminal"]),
    .executableTarget(
      name: "sockratic",
      dependencies: [
        "CLinux", "SystemCalls", "Language", "Log", "Wire", "Explanations", "Views", "Roles",
        "Lessons", "LineEditor", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      // A position-independent executable spends a tenth of its start on relocating itself.
      linkerSettings: [.unsafeFlags(["-Xclang-linker", "-no-pie"], .when(configuration: .release))]),
    .executableTarget(
      name: "CallProbe", dependencies: ["SystemCalls"], path: "Tests/Support/CallProbe",
      swiftSettings: strict),
    tests(of: "SystemCalls", ["CallProbe"]),
    tests(of: "Language", ["SystemCalls", "Log"]),
    tests(of: "Log", ["SystemCalls"]),
    tests(of: "Frames", ["SystemCalls", "Log"]),
    tests(of: "Wire", ["CLinux", "SystemCalls", "Log"]),
    tests(of: "Explanations", ["CLinux", "SystemCalls", "Language", "Log"]),
    tests(of: "Views", ["SystemCalls", "Log"], without: ["Pictures"]),
    tests(
      of: "Roles",
      [
        "SystemCalls", "Language", "Log", "CLinux", "Wire", "Views", "PseudoTerminal", "sockratic",
      ],
      without: ["Browser/browser.py", "Browser/check.py", "Browser/requirements.txt"]),
    tests(
      of: "Lessons", ["SystemCalls", "Language", "Log", "Roles", "Views"],
      without: ["Programs/Golden"]),
    tests(of: "LineEditor", ["PseudoTerminal", "EditorProbe"]),
    .testTarget(
      name: "SockraticTests", dependencies: ["sockratic", "PseudoTerminal", "Language"],
      swiftSettings: strict),
    .target(name: "CPseudoTerminal", path: "Tests/Support/CPseudoTerminal"),
    .target(
      name: "PseudoTerminal", dependencies: ["CPseudoTerminal"],
      path: "Tests/Support/PseudoTerminal",
      swiftSettings: strict),
    .executableTarget(
      name: "sockratic-benchmark", dependencies: ["PseudoTerminal", "SystemCalls", "Log", "Wire"],
      path: "Tests/Benchmark", swiftSettings: strict),
    .executableTarget(
      name: "packet-fuzz", dependencies: ["CLinux", "SystemCalls", "Log", "Wire"],
      path: "Tests/Support/PacketFuzz", swiftSettings: strict),
    .executableTarget(
      name: "EditorProbe", dependencies: ["LineEditor"], path: "Tests/Support/EditorProbe",
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x
)
