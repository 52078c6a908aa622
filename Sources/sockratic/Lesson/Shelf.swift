internal import Lessons
internal import Log

extension LessonShelf {
  /// The lessons that come with Sockratic, and those in the folders of SOCKRATIC_LESSONS; where one
  /// of these folders is not there, the former alone.
  static var standard: LessonShelf {
    let library = try? LessonLibrary(folder: nil)
    return LessonShelf((library?.all ?? LessonPlace.shipped).map(Place.init)) { word in
      let named = library?.places(named: [word]).first ?? .file(word)
      return Place(named)
    }
  }
}

extension LessonShelf.Place {
  init(_ place: LessonPlace) {
    self.init(name: place.name, file: place.file) { () throws(Diagnostic) in
      try place.read().bytes
    }
  }
}
