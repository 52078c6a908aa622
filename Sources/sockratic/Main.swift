import ArgumentParser

@main
enum Main {
  static func main() {}
}
